import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { forecasterFile, registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import { requireSeries } from '@seriema/api/store/series'
import { plainRecipe } from '@seriema/domain/recipe'
import { defineSettings } from '@seriema/domain/setting'
import { readArtifact } from '@seriema/ml/artifacts/read'
import { modelKind } from '@seriema/ml/versions/kinds'
import { trainVersion } from '@seriema/ml/versions/train'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawing } from '../fuzz/random.ts'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const require = createRequire(new URL('../../packages/ml/package.json', import.meta.url))
const proto = require('onnx-proto').onnx

let api: TestApi
let file: Uint8Array
let version: string
const hour = 3_600_000
const first = Date.UTC(2026, 0, 1)
const first400 = () => Float64Array.from({ length: 400 }, (_, i) => first + i * hour)

beforeAll(async () => {
  api = await startApi()
  await ask(
    api,
    'mutation { a: createSeries(input: { key: "mill" }) { __typename } b: createSeries(input: { key: "twin" }) { __typename } c: createSeries(input: { key: "wide", channels: [{ name: "x" }, { name: "y" }] }) { __typename } }',
  )
  const times = first400()
  const values = times.map((_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12) + ((i * 7) % 5) / 10)
  file = await forecasterFile({ times, values }, { key: 'mill', horizon: 12 })
  const { id } = await requireSeries(api.app.db, 'mill')
  const { lookback, horizon } = readArtifact(file)
  const made = await registerVersion(
    api.app,
    { seriesId: id },
    { kind: 'ridge', artifact: file, channels: 1, lookback, horizon },
  )
  version = Buffer.from(`Version:${made}`).toString('base64url')
})
afterAll(() => api.close())

async function upload(query: string, body: Uint8Array | string, headers = {}) {
  const answer = await fetch(`${api.url}/versions${query}`, { method: 'PUT', body: body as BodyInit, headers })
  const text = await answer.text()
  const json = JSON.parse(text)
  return { status: answer.status, code: json.errors?.[0].extensions.code as string | undefined, json }
}

const versionsOf = async (key: string) => {
  const { json } = await ask(
    api,
    'query ($key: String!) { versions(filter: { scope: { series: $key } }) { edges { node { id name kind origin dataHash hash points model { name draft } } } } }',
    { key },
  )
  return json.data.versions.edges.map(({ node }: { node: unknown }) => node)
}

test('a version is fetched as the file that was kept, which plain ONNX Runtime runs with what its metadata names', async () => {
  const { json } = await ask(api, 'query ($id: ID!) { node(id: $id) { ... on Version { downloadUrl hash bytes } } }', {
    id: version,
  })
  const { downloadUrl, hash, bytes } = json.data.node
  const answer = await fetch(new URL(downloadUrl, api.url))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="mill-v1.onnx"')
  const content = new Uint8Array(await answer.arrayBuffer())
  expect(content.byteLength).toBe(bytes)
  expect(createHash('sha256').update(content).digest('hex')).toBe(hash)
  const etag = answer.headers.get('etag')!
  expect((await fetch(new URL(downloadUrl, api.url), { headers: { 'if-none-match': etag } })).status).toBe(304)

  // As a stranger to Seriema would: its names and shapes come from the file alone.
  const { metadataProps } = proto.ModelProto.decode(content)
  const said = Object.fromEntries(metadataProps.map(({ key, value }: { key: string; value: string }) => [key, value]))
  const ort = require('onnxruntime-node')
  const session = await ort.InferenceSession.create(content)
  const inputs = Object.keys(said)
    .filter(key => key.startsWith('seriema.input.'))
    .map(key => key.slice(14))
  expect([...session.inputNames].sort()).toEqual(inputs.sort())
  const [lookback, horizon] = [Number(said['seriema.lookback']), Number(said['seriema.horizon'])]
  const past = Float64Array.from({ length: lookback }, (_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12))
  const made = await session.run({ past: new ort.Tensor('float64', past, [1, lookback, 1]) })
  expect(made.forecast.dims).toEqual([1, horizon, 1])
  expect(made.lower.dims).toEqual([1, JSON.parse(said['seriema.levels']).length, horizon, 1])
  const next = Array.from({ length: horizon }, (_, h) => 20 + 5 * Math.sin(((lookback + h) * Math.PI) / 12))
  Array.from(made.forecast.data as Float64Array).forEach((value, h) => {
    expect(Math.abs(value - next[h]!)).toBeLessThan(1)
  })
  await session.release()
})

test('what is no version is not found, and says so', async () => {
  const status = async (id: string) => (await fetch(`${api.url}/versions/${id}.onnx`)).status
  const none = Buffer.from('Version:999999').toString('base64url')
  const other = Buffer.from('Series:1').toString('base64url')
  expect(await Promise.all([none, other, 'x', '%00', `${version}/..`].map(status))).toEqual([404, 400, 400, 400, 404])
  await ask(api, 'mutation { createSeries(input: { key: "leaving" }) { __typename } }')
  const leaving = await requireSeries(api.app.db, 'leaving')
  const row = await registerVersion(
    api.app,
    { seriesId: leaving.id },
    { kind: 'zscore', artifact: watcherFile(1, 1), channels: 1 },
  )
  const id = Buffer.from(`Version:${row}`).toString('base64url')
  expect(await status(id)).toBe(200)
  await ask(api, 'mutation { deleteSeries(input: { key: "leaving" }) { __typename } }')
  expect(await status(id)).toBe(404)
})

test('a file becomes a version of another series, which speaks; the same file again is the same version', async () => {
  const { status, json } = await upload('?series=twin', file)
  expect([status, json]).toEqual([200, expect.objectContaining({ name: 'v1', kind: 'ridge', origin: 'uploaded' })])
  const again = await Promise.all([upload('?series=twin', file), upload('?series=twin', file)])
  expect(again.map(({ json }) => json.id)).toEqual([json.id, json.id])
  // Where it came from it is there already.
  expect((await upload('?series=mill', file)).json.id).toBe(version)
  expect(await versionsOf('twin')).toMatchObject([
    { id: json.id, kind: 'RIDGE', origin: 'UPLOADED', dataHash: null, points: 400, model: { draft: false } },
  ])
  const values = Array.from({ length: 100 }, (_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12))
  const { json: spoken } = await ask(
    api,
    `mutation ($s: [SeriesPointsInput!]!, $id: ID!) { ingestPoints(input: { series: $s }) { __typename }
      deployVersion(input: { scope: { series: "twin" }, role: FORECAST, version: $id }) { ... on Fault { message } } }`,
    { s: [{ key: 'twin', times: values.map((_, i) => first + i * hour), values: [values] }], id: json.id },
  )
  expect(spoken.errors).toBeUndefined()
  const { json: made } = await ask(
    api,
    '{ seriesByKey(key: "twin") { forecast { ... on Forecast { fallback speaker { version { id } } } ... on Fault { message } } } }',
  )
  expect(made.data.seriesByKey.forecast).toEqual({ fallback: null, speaker: { version: { id: json.id } } })
  const { artifact } = await trainVersion(
    {
      kind: 'zscore',
      settings: defineSettings(modelKind('zscore').settings, {}),
      recipe: plainRecipe,
      channels: [{ name: 'value', unit: null }],
      members: [
        {
          key: 'mill',
          times: first400(),
          channels: [first400()],
          attributes: [],
          step: { unit: 'millisecond', count: hour },
          timeZone: 'UTC',
        },
      ],
      seed: 1,
    },
    { version: '1.0.0', createdAt: first, scope: 'mill' },
  )
  const watcher = await upload('?series=twin', artifact)
  expect(watcher.json).toMatchObject({ name: 'v2', kind: 'zscore', role: 'watch' })
})

test('a file that is for nobody here, or too large, is refused', async () => {
  for (const [query, code] of [
    ['', 'INVALID_INPUT'],
    ['?series=nobody', 'SERIES_NOT_FOUND'],
    ['?group=nobody', 'GROUP_NOT_FOUND'],
    ['?series=a&group=b', 'INVALID_INPUT'],
    ['?series=%00', 'INVALID_INPUT'],
    ['?series=wide', 'INVALID_INPUT'],
  ])
    expect([query, (await upload(query!, file)).code]).toEqual([query, code])
  const small = await startApi({
    databaseUrl: api.app.config.databaseUrl,
    limits: { ...api.app.config.limits, artifactBytes: 1_024 },
  })
  for (const body of [file, new Blob([file as BlobPart]).stream()]) {
    const answer = await fetch(`${small.url}/versions?series=mill`, {
      method: 'PUT',
      body,
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(413)
  }
  await small.close()
  expect((await fetch(`${api.url}/versions?series=mill`, { method: 'POST', body: file as BodyInit })).status).toBe(405)
})

/** An ONNX model as plain data, as far as it is bent here. */
interface Proto {
  readonly graph: {
    readonly initializer: { dataLocation?: number; externalData?: unknown[]; readonly rawData?: Uint8Array }[]
    node: { domain?: string }[]
  }
  functions?: unknown[]
  readonly metadataProps: { readonly key: string; value: string }[]
}

const hostile: Readonly<Record<string, (model: Proto, said: (name: string, value: string) => void) => void>> = {
  'with weights in another file': ({ graph }) => {
    graph.initializer[0]!.dataLocation = 1
    graph.initializer[0]!.externalData = [{ key: 'location', value: '/etc/passwd' }]
  },
  'with an operator of another': ({ graph }) => {
    graph.node[0]!.domain = 'com.example'
  },
  'with a function of its own': model => {
    model.functions = [{ name: 'f', domain: 'x' }]
  },
  'without a graph': ({ graph }) => {
    graph.node = []
  },
  'that forecasts what are no numbers': ({ graph }) => {
    for (const tensor of graph.initializer) if ((tensor.rawData?.length ?? 0) >= 8) tensor.rawData!.fill(0xff)
  },
  'of no kind': (_, said) => said('kind', 'magic'),
  'of a later format': (_, said) => said('format', '2'),
  'that looks back too far': (_, said) => said('lookback', '999999999999999'),
  'that forecasts too far': (_, said) => said('horizon', '999999'),
  'of no channels': (_, said) => said('channels', '[]'),
  'with U+0000 in a name': (_, said) => said('channels', '[{"name":"a\\u0000b","unit":null}]'),
  'with half a character in a name': (_, said) => said('channels', '[{"name":"a\\ud800","unit":null}]'),
  'with a sample that is none': (_, said) => said('sample', '{"times":[2,1],"channels":[["x",null]]}'),
  'with metrics that are none': (_, said) => said('metrics', '{"own":{"mse":"low"},"naive":null}'),
  'with losses that are none': (_, said) => said('losses', '[{"epoch":"one"}]'),
  'with settings that are none': (_, said) => said('model_settings', '{"lookback":-1}'),
  'with a recipe that is none': (_, said) => said('recipe', '{"fill":"magic"}'),
  'with a step that is none': (_, said) => said('step', '"often"'),
  'with scales that are none': (_, said) => said('learnt', '{"season":1,"vocabularies":[],"members":[["a",{}]]}'),
}

test.each(Object.keys(hostile))('a file %s is refused, and nobody is harmed', async name => {
  const model = proto.ModelProto.toObject(proto.ModelProto.decode(file), { defaults: false }) as Proto
  hostile[name]!(model, (key, value) => {
    for (const prop of model.metadataProps) if (prop.key === `seriema.${key}`) prop.value = value
  })
  const { code, json } = await upload(
    '?series=mill',
    proto.ModelProto.encode(proto.ModelProto.fromObject(model)).finish(),
  )
  expect([code, json]).toEqual([
    expect.stringMatching(/^(UNREADABLE_FILE|UNSUPPORTED_MODEL|INVALID_SETTINGS|INVALID_INPUT|MODEL_NOT_FOUND)$/),
    expect.anything(),
  ])
  expect(await versionsOf('mill')).toHaveLength(1)
})

test('files with bytes flipped, cut or of noise end in a Fault each, or do what they say', {
  timeout: 240_000,
}, async () => {
  const draw = drawing(7)
  const codes = new Set<string>()
  for (let i = 0; i < 24; i++) {
    const body = Uint8Array.from(i % 4 === 3 ? file.subarray(0, draw.whole(file.length)) : file)
    for (let flip = 0; flip < (i % 4 === 3 ? 0 : 1 + (i % 4) * 20); flip++)
      body[draw.whole(body.length)] = draw.whole(256)
    const { status, code } = await upload('?series=twin', body)
    expect([200, 400, 404, 408]).toContain(status)
    if (code !== undefined) codes.add(code)
  }
  expect([...codes]).not.toContain('INTERNAL')
  expect((await upload('?series=twin', 'hello')).code).toBe('UNREADABLE_FILE')
  expect((await upload('?series=twin', '')).code).toBe('UNREADABLE_FILE')
  expect((await fetch(`${api.url}/liveness`)).status).toBe(200)
})
