import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ttmConfigJson } from '../models/ttm/config-json.ts'
import { initialWeights, ttmParameters } from '../models/ttm/graph.ts'
import { loadTtm, openTtm } from '../models/ttm/load.ts'
import { parseTtmConfig } from '../models/ttm/parse-config.ts'
import { generator } from '../training/random.ts'
import { type LocalHub, openLocalHub, refuse } from './hub/local-hub.ts'
import type { HubSettings } from './hub/settings.ts'
import { findModel } from './hub.ts'
import { writeSafetensors } from './write-safetensors.ts'

/** Sockets, files and sessions of a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const config = parseTtmConfig({ context_length: 16, prediction_length: 4, patch_length: 8, d_model: 4, num_layers: 1 })
const specs = ttmParameters(config)
const weights = initialWeights(specs, generator(3))
const tensors = new Map(specs.map(({ name, shape }) => [name, { shape, values: weights.get(name)! }]))
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const files = { 'config.json': bytes(ttmConfigJson(config)), 'model.safetensors': writeSafetensors(tensors) }
const commit = 'c0ffee'.padEnd(40, '0')
const model = { name: 'owner/ttm', revision: 'main' }

let hub: LocalHub
let settings: HubSettings
beforeEach(async () => {
  hub = await openLocalHub()
  hub.models.set(model.name, { revisions: { main: commit, 'refs/pr/1': commit }, files })
  const cache = await mkdtemp(join(tmpdir(), 'hub-'))
  settings = { cache, endpoint: hub.endpoint, token: null, offline: false }
})
afterEach(async () => {
  await hub.close()
  await rm(settings.cache, { recursive: true })
})

const offline = () => ({ ...settings, offline: true })
const blobs = () => readdir(join(settings.cache, 'models--owner--ttm/blobs')).catch(() => [])
/** It is refused, in words, and a call after it trusts nothing that may have been left. */
async function refused(code: string, words: string, options: Parameters<typeof findModel>[2] = {}) {
  const error = { code, message: expect.stringContaining(words) }
  await expect(findModel(model, settings, options)).rejects.toMatchObject(error)
  await expect(findModel(model, offline())).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' })
  expect((await blobs()).filter(name => name.endsWith('.incomplete'))).toEqual([])
}

test('a model of the hub is fetched once, and forecasts as the one it was published from', async () => {
  const found = await findModel(model, settings)
  expect(found).toMatchObject({ commit, from: 'hub' })
  const here = { providers: ['cpu'], threads: 1 } as const
  const [from, to] = [await openTtm(config, weights, here), await loadTtm(found.directory, here)]
  const window = { channels: [Float64Array.from({ length: 16 }, (_, t) => Math.sin(t))], interval: 1000 }
  expect(await to.forecast([window], 4)).toEqual(await from.forecast([window], 4))
  await Promise.all([from.close(), to.close()])
  const asked = hub.heard.length
  expect(await findModel(model, settings)).toEqual({ ...found, from: 'cache' })
  expect(await findModel({ ...model, revision: commit }, settings)).toEqual({ ...found, from: 'cache' })
  expect(hub.heard.length).toBe(asked)
})

test('what is fetched lies where other tools look for it, and what they fetched is found', async () => {
  await findModel(model, settings)
  const folder = join(settings.cache, 'models--owner--ttm')
  expect(await readFile(join(folder, 'refs/main'), 'utf8')).toBe(commit)
  expect(await readFile(join(folder, 'snapshots', commit, 'config.json'))).toEqual(Buffer.from(files['config.json']))
  expect((await blobs()).map(name => name.length).sort()).toEqual([40, 64])
  const other = join(settings.cache, 'models--gpt')
  await mkdir(join(other, 'refs'), { recursive: true })
  await mkdir(join(other, 'snapshots'))
  await writeFile(join(other, 'refs/v1'), commit)
  await symlink(join(folder, 'snapshots', commit), join(other, 'snapshots', commit))
  expect(await findModel({ name: 'gpt', revision: 'v1' }, offline())).toMatchObject({ commit, from: 'cache' })
})

test('a token goes to the hub, and never on to the store it sends its callers to', async () => {
  hub.models.set(model.name, { ...hub.models.get(model.name)!, token: 'hf_right' })
  settings = { ...settings, token: 'hf_right' }
  await findModel(model, settings)
  expect(hub.heard.filter(line => line.startsWith('hub')).every(line => line.endsWith('with token'))).toBe(true)
  expect(hub.heard.filter(line => line.startsWith('store'))).toEqual([expect.stringMatching(/GET \/xet\/\w{64}$/)])
})

test('calls at the same time, of processes that know nothing of each other, all find it whole', async () => {
  const found = await Promise.all(Array.from({ length: 5 }, () => findModel(model, settings)))
  expect(new Set(found.map(({ directory }) => directory)).size).toBe(1)
  expect(await findModel(model, offline())).toMatchObject({ from: 'cache' })
})

test('a revision with slashes is a revision like any other', async () => {
  await findModel({ ...model, revision: 'refs/pr/1' }, settings)
  expect(await findModel({ ...model, revision: 'refs/pr/1' }, offline())).toMatchObject({ commit })
})

test('what the hub has not, or does not give, is refused by its own code', async () => {
  const published = hub.models.get(model.name)!
  hub.models.set(model.name, { ...published, revisions: { dev: commit } })
  await refused('INVALID_VERSION', 'no revision main')
  hub.models.set(model.name, { ...published, files: { 'config.json': files['config.json'] } })
  await refused('MODEL_NOT_FOUND', 'no model.safetensors')
  hub.models.set(model.name, { ...published, token: 'hf_right', gated: true })
  await refused('ACCESS_DENIED', 'set HF_TOKEN')
  settings = { ...settings, token: 'hf_wrong' }
  await refused('ACCESS_DENIED', 'ask for access')
  hub.instead.hub = (_, response) => void response.writeHead(401).end()
  await refused('ACCESS_DENIED', 'HF_TOKEN')
  hub.instead.hub = (_, response) => refuse(response, 403, 'Forbidden')
  await refused('ACCESS_DENIED', 'HF_TOKEN')
  delete hub.instead.hub
  hub.models.delete(model.name)
  await refused('MODEL_NOT_FOUND', 'that HF_TOKEN may read')
  settings = { ...settings, token: null }
  await refused('MODEL_NOT_FOUND', 'for a private one set HF_TOKEN')
})

test('a hub that is away, ails, wants a pause, or is none is said to be so', async () => {
  hub.instead.hub = (_, response) => void response.writeHead(503).end()
  await refused('UNAVAILABLE', 'status 503')
  hub.instead.hub = (_, response) => void response.writeHead(429).end()
  await refused('TOO_MANY_REQUESTS', 'later')
  hub.instead.hub = (_, response) => void response.end('<html>Please log in to this hotel</html>')
  await refused('UNAVAILABLE', 'not a hub')
  hub.instead.hub = (_, response) => void response.end('{"id":"owner/ttm","sha":"../../../etc"}')
  await refused('UNAVAILABLE', 'not a hub')
  hub.instead.hub = () => {}
  await refused('TIMED_OUT', 'nothing for 100 ms', { patience: 100 })
  delete hub.instead.hub
  hub.instead.store = (_, response) => void response.writeHead(500).end()
  await refused('UNAVAILABLE', 'status 500')
  await hub.close()
  await refused('UNAVAILABLE', 'HF_ENDPOINT')
})

test('a large file that breaks off, stalls, runs on or is another leaves nothing a later call would trust', async () => {
  const whole = files['model.safetensors']
  const half = whole.subarray(0, whole.length / 2)
  hub.instead.store = (_, response) => {
    response.writeHead(200, { 'Content-Length': whole.length })
    response.write(half, () => response.destroy())
  }
  await refused('UNAVAILABLE', 'try again')
  hub.instead.store = (_, response) => void response.writeHead(200).write(half)
  await refused('TIMED_OUT', 'nothing for', { patience: 200 })
  hub.instead.store = (_, response) => void response.end(half)
  await refused('INVALID_WEIGHTS', `${half.length} of the ${whole.length} bytes`)
  hub.instead.store = (_, response) => void response.end(Buffer.concat([whole, half]))
  await refused('INVALID_WEIGHTS', 'more than')
  hub.instead.store = (_, response) => void response.end(whole.with(whole.length - 1, 1 + whole.at(-1)!))
  await refused('INVALID_WEIGHTS', 'checksum')
  delete hub.instead.store
  expect(await findModel(model, settings)).toMatchObject({ from: 'hub' })
})

test('a file beyond the largest is refused before any of it is fetched', async () => {
  await refused('TOO_LARGE', `at most ${files['model.safetensors'].length - 1}`, {
    largest: files['model.safetensors'].length - 1,
  })
  expect(hub.heard.some(line => line.includes('resolve'))).toBe(false)
})

test('what was damaged in the cache is fetched again, and refused where the hub may not be asked', async () => {
  await findModel(model, settings)
  const [large] = (await blobs()).filter(name => name.length === 64)
  await writeFile(join(settings.cache, 'models--owner--ttm/blobs', large!), 'half')
  await expect(findModel(model, offline())).rejects.toMatchObject({ code: 'INVALID_WEIGHTS' })
  expect(await findModel(model, settings)).toMatchObject({ from: 'hub' })
  expect(await findModel(model, offline())).toMatchObject({ from: 'cache' })
})

test('a cache that cannot be written is a wrong setting', async () => {
  const cache = join(settings.cache, 'file')
  await writeFile(cache, '')
  const found = findModel(model, { ...settings, cache })
  await expect(found).rejects.toMatchObject({
    code: 'INVALID_CONFIGURATION',
    message: expect.stringContaining('HF_HUB_CACHE'),
  })
})

test('a model that is no TinyTimeMixer, or whose tensors have other shapes, is fetched and refused by name', async () => {
  const publish = async (name: string, changed: Partial<typeof files>) => {
    hub.models.set(name, { revisions: { main: commit }, files: { ...files, ...changed } })
    return loadTtm((await findModel({ name, revision: 'main' }, settings)).directory)
  }
  const bert = publish('a/bert', { 'config.json': bytes({ model_type: 'bert', hidden_size: 768 }) })
  await expect(bert).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL', message: expect.stringContaining('"bert"') })
  const [[name, { shape, values }]] = [...tensors] as [[string, { shape: number[]; values: Float32Array }]]
  const turned = new Map(tensors).set(name, { shape: [values.length, ...shape.map(() => 1)], values })
  const other = publish('a/other', { 'model.safetensors': writeSafetensors(turned) })
  await expect(other).rejects.toMatchObject({ code: 'INVALID_WEIGHTS', message: expect.stringContaining(name) })
})
