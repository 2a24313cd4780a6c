import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi({
    limits: { ...(await import('@seriema/api/config')).parseConfig({}).limits, answerBytes: 50_000 },
  })
  await ask(api, 'mutation { createSeries(input: { key: "a" }) { __typename } }')
})
afterAll(() => api.close())

describe('a text that is none', () => {
  const create = 'mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }'

  test.each([
    ['U+0000', 'a\u0000b'],
    ['half a surrogate pair', '\ud800'],
  ])('%s is refused with the place it stands in', async (_, title) => {
    const attributes = [
      { name: 'n', value: 'v' },
      { name: 'm', value: title },
    ]
    const { json } = await ask(api, create, { input: { key: 'b', attributes } })
    expect(json.errors[0]).toMatchObject({
      message: expect.stringContaining('$input.attributes[1].value'),
      extensions: { code: 'INVALID_INPUT' },
    })
  })

  test('is refused in the document, too', async () => {
    const { json } = await ask(api, String.raw`{ seriesByKey(key: "a\u0000") { key } }`)
    expect(json.errors[0]).toMatchObject({ extensions: { code: 'INVALID_INPUT' } })
  })
})

describe('an answer', () => {
  test('quotes 80 characters of what was sent at most, whoever words it', async () => {
    const key = 'k'.repeat(500_000)
    const asked = await ask(api, 'query($k: [String!]!) { forecasts(keys: $k) { ... on Fault { message } } }', {
      k: Array.from({ length: 20 }, () => key),
    })
    expect(asked.text.length).toBeLessThan(20 * 400)
    const wrong = await ask(api, 'query($n: Int) { series(first: $n) { totalCount } }', { n: key })
    expect(wrong.text).toContain('k…')
    expect(wrong.text.length).toBeLessThan(1_500)
  })

  test('that would be too large ends with TOO_LARGE', async () => {
    const times = Array.from({ length: 5_000 }, (_, i) => 1_767_225_600_000 + i)
    await ask(
      api,
      'mutation($t: Instants!, $v: [Values!]!) { ingestPoints(input: { series: [{ key: "a", times: $t, values: $v }] }) { __typename } }',
      { t: times, v: [times.map(() => 1.5)] },
    )
    const { status, json } = await ask(api, '{ seriesByKey(key: "a") { points(last: 5000) { times } } }')
    expect(status).toBe(413)
    expect(json.errors[0].extensions.code).toBe('TOO_LARGE')
  })

  test('is worked out only when the one before it on the same connection was taken', async () => {
    const { port, hostname } = new URL(api.url)
    const running = vi.spyOn(api.app.generators, 'running')
    const started: number[] = []
    let free = () => {}
    running.mockImplementation(async () => {
      started.push(started.length)
      if (started.length === 1) await new Promise<void>(resolve => (free = resolve))
      return 0
    })
    const socket = connect(Number(port), hostname)
    try {
      const body = JSON.stringify({ query: '{ systemStatus { generatorsRunning } }' })
      const request = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
      socket.write(request.repeat(3))
      await vi.waitFor(() => expect(started).toHaveLength(1))
      await ask(api, '{ __typename }')
      expect(started).toHaveLength(1)
      free()
      await vi.waitFor(() => expect(started).toHaveLength(3))
    } finally {
      socket.destroy()
      running.mockRestore()
    }
  })
})

describe('lists', () => {
  test('take so many entries and no more', async () => {
    const ids = Array.from({ length: 501 }, () => Buffer.from('Series:1').toString('base64url'))
    const nodes = await ask(api, 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(nodes.json.errors[0]).toMatchObject({ message: expect.stringContaining('at most 500') })
    const keys = Array.from({ length: 10_001 }, () => 'a')
    const many = await ask(api, 'query($f: AnomalyFilter) { anomalies(filter: $f) { totalCount } }', {
      f: { series: keys },
    })
    expect(many.json.errors[0]).toMatchObject({ extensions: { code: 'TOO_LARGE' } })
  })
})

test('introspection and names that were nearly right follow the setting', async () => {
  const closed = await startApi({ introspection: 'off' })
  try {
    const introspected = await ask(closed, '{ __schema { queryType { name } } }')
    expect(introspected.json.errors[0].message).toMatch(/introspection/i)
    const near = await ask(closed, '{ seriess { totalCount } }')
    expect(near.text).not.toContain('Did you mean')
    expect((await ask(api, '{ seriess { totalCount } }')).text).toContain('Did you mean')
  } finally {
    await closed.close()
  }
})
