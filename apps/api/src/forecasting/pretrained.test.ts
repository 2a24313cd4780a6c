import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { baseDirectory } from '@seriema/ml/models/base'
import { openLocalHub } from '@seriema/ml/runtime/hub/local-hub'
import { expect, onTestFinished, test, vi } from 'vitest'
import { loadPretrained } from './pretrained.ts'
import type { WeightSource } from './weight-sources.ts'

/** Sockets, files and sessions of a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

async function folder() {
  const made = await mkdtemp(join(tmpdir(), 'seriema-weights-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

const ours: WeightSource = { from: 'installation', folder: baseDirectory }
const missing: WeightSource = { from: 'installation', folder: 'none' }
const model = { name: 'owner/ttm', revision: 'main' }

async function hubSettings() {
  const hub = await openLocalHub()
  onTestFinished(() => hub.close())
  return { hub, settings: { cache: await folder(), endpoint: hub.endpoint, token: null, offline: false } }
}

test('our own weights come along, and are there without any setting', async () => {
  const [base, ttm] = await loadPretrained({ base: ours, ttm: { from: 'nowhere', reason: 'set SERIEMA_TTM_DIR' } })
  expect(base!.status).toMatchObject({ kind: 'base', available: true })
  expect(base!.forecaster!.kind).toBe('base')
  expect(ttm!).toMatchObject({ forecaster: null, status: { kind: 'ttm', available: false, provider: null } })
  expect(ttm!.status.detail).toContain('SERIEMA_TTM_DIR')
})

test('a model of the hub is fetched, and from then on served from the cache; what it is says which', async () => {
  const { hub, settings } = await hubSettings()
  const read = async (name: string) => new Uint8Array(await readFile(join(baseDirectory, name)))
  const files = {
    'config.json': await read('config.json'),
    'model.safetensors': await read('model.safetensors'),
  }
  hub.models.set(model.name, { revisions: { main: 'c0ffee'.padEnd(40, '0') }, files })
  const sources = { base: missing, ttm: { from: 'hub', model, hub: settings } } as const
  const [base, fetched] = await loadPretrained(sources)
  expect(fetched!.forecaster!.kind).toBe('ttm')
  expect(fetched!.status.detail).toBe('TinyTimeMixer 512 → 96 with the weights of owner/ttm@main (c0ffee0, hub)')
  expect(base!.status).toMatchObject({ available: false, detail: 'its weights are not in this installation' })
  const heard = hub.heard.length
  expect((await loadPretrained(sources))[1]!.status.detail).toContain('(c0ffee0, cache)')
  expect(hub.heard).toHaveLength(heard)
})

test('one that the hub does not give keeps nothing else from being served, and says why', async () => {
  const { settings } = await hubSettings()
  const [base, ttm] = await loadPretrained({ base: ours, ttm: { from: 'hub', model, hub: settings } })
  expect(base!.status.available).toBe(true)
  expect(ttm!.status).toMatchObject({
    available: false,
    detail: expect.stringMatching(/^cannot be loaded: .*owner\/ttm/),
  })
})

test('weights of our own that are damaged are told to be; a folder the operator names is meant to be right', async () => {
  const damaged = await folder()
  await writeFile(join(damaged, 'config.json'), '{')
  const [base] = await loadPretrained({ base: { from: 'installation', folder: damaged } })
  expect(base!.status).toMatchObject({ available: false, detail: expect.stringContaining('config.json') })
  await expect(loadPretrained({ ttm: { from: 'operator', folder: damaged } })).rejects.toMatchObject({
    code: 'INVALID_WEIGHTS',
  })
})
