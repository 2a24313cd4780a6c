import { currentTrace } from '@seriema/api/telemetry/trace'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask, send } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

describe('a Fault', () => {
  test('a mutation lists is an answer, with its type, code and what to do', async () => {
    const create =
      'mutation($key: String!) { createSeries(input: { key: $key }) { __typename ... on Fault { code message } } }'
    expect((await ask(api, create, { key: 'taken' })).json.data.createSeries.__typename).toBe('SeriesPayload')
    expect((await ask(api, create, { key: 'taken' })).json.data.createSeries).toEqual({
      __typename: 'SeriesExists',
      code: 'SERIES_EXISTS',
      message: expect.stringContaining('choose another key'),
    })
    expect((await ask(api, create, { key: 'not a key' })).json.data.createSeries.code).toBe('INVALID_SERIES_KEY')
  })

  test('of one series among many is beside what went well', async () => {
    const { json } = await ask(
      api,
      `mutation { ingestPoints(input: { series: [
        { key: "taken", times: ["2026-01-31T12:00:00Z", "nonsense"], values: [[1, 2]] }, { key: "nobody", times: [1], values: [[1]] }
      ] }) { ... on IngestPointsPayload { stored series { key stored rejections { index code } fault { __typename code } } } } }`,
    )
    expect(json.data.ingestPoints).toEqual({
      stored: 1,
      series: [
        { key: 'taken', stored: 1, rejections: [{ index: 1, code: 'INVALID_TIMESTAMP' }], fault: null },
        { key: 'nobody', stored: 0, rejections: [], fault: { __typename: 'SeriesNotFound', code: 'SERIES_NOT_FOUND' } },
      ],
    })
  })

  test('nothing lists is an error with its code', async () => {
    const { json } = await ask(api, '{ node(id: "made up") { id } }')
    expect(json).toEqual({
      data: { node: null },
      errors: [
        {
          message: expect.stringContaining('an id is given as it was received'),
          locations: [{ line: 1, column: 3 }],
          path: ['node'],
          extensions: { code: 'INVALID_INPUT' },
        },
      ],
    })
  })

  test('is what an id of another type ends in, wherever one is asked for', async () => {
    await ask(api, 'mutation { createSeries(input: { key: "of_a_series" }) { __typename } }')
    const id = (await ask(api, '{ seriesByKey(key: "of_a_series") { id } }')).json.data.seriesByKey.id
    for (const operation of [
      'query ($id: ID!) { forecasts(keys: ["of_a_series"], version: $id) { __typename } }',
      'query ($id: ID!) { seriesByKey(key: "of_a_series") { score(times: [1], values: [[1]], version: $id) { __typename } } }',
      'query ($id: ID!) { versions(filter: { model: $id }) { totalCount } }',
      'query ($id: ID!) { import(id: $id) { id } }',
      'mutation ($id: ID!) { deleteModel(input: { id: $id }) { __typename } }',
      'mutation ($id: ID!) { trainModel(input: { modelId: $id }) { __typename } }',
    ]) {
      const { json } = await ask(api, operation, { id })
      expect(json.errors, operation).toMatchObject([
        { message: expect.stringMatching(/^an id is given/), extensions: { code: 'INVALID_INPUT' } },
      ])
    }
  })
})

describe('an unexpected error', () => {
  test('leaks nothing, and its trace id leads to all of it in the log', async () => {
    const failure = new Error('secret: hunter2 at /etc/passwd')
    const running = vi.spyOn(api.app.generators, 'running').mockRejectedValue(failure)
    let logged: unknown
    const log = vi.spyOn(api.app.log, 'error').mockImplementation(line => {
      logged = [line, currentTrace()?.traceId]
    })
    try {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
      const { text, json, headers } = await ask(api, '{ systemStatus { generatorsRunning } }', {}, { traceparent })
      expect(text).not.toMatch(/hunter2|passwd|stack|at .*\.ts/)
      expect(json.errors[0]).toMatchObject({
        message: 'Unexpected error',
        path: ['systemStatus', 'generatorsRunning'],
        extensions: { code: 'INTERNAL', traceId: '0af7651916cd43dd8448eb211c80319c' },
      })
      expect(headers.get('x-trace-id')).toBe('0af7651916cd43dd8448eb211c80319c')
      expect(logged).toEqual([expect.objectContaining({ err: failure }), '0af7651916cd43dd8448eb211c80319c'])
    } finally {
      running.mockRestore()
      log.mockRestore()
    }
  })
})

describe('what is not GraphQL', () => {
  test.each([
    ['malformed JSON', '{"query":', 400],
    ['nothing', '', 400],
    ['a JSON text', '"{ __typename }"', 400],
    ['null', 'null', 400],
    ['no query', '{}', 400],
  ])('%s is refused in the form of an error', async (_name, body, status) => {
    const answer = await send(api, '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(status)
    expect(answer.json.errors[0].message).toEqual(expect.any(String))
    expect(answer.text).not.toMatch(/originalError|SyntaxError|position/)
  })

  test('an unknown path says where GraphQL is', async () => {
    const { status, json } = await send(api, '/nowhere', {})
    expect(status).toBe(404)
    expect(json.errors[0].message).toMatch(/GraphQL is at \/graphql/)
  })

  test('a method GraphQL does not know is refused', async () => {
    expect((await send(api, '/graphql', { method: 'DELETE', headers: { 'x-csrf': '1' } })).status).toBe(405)
  })

  test('a subscription over HTTP is told the way to WebSocket', async () => {
    const { json } = await ask(api, 'subscription { statusChanged { kind } }')
    expect(json.errors[0].message).toMatch(/WebSocket/)
  })
})
