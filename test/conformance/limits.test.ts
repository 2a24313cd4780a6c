import { Socket } from 'node:net'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask, send } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const refusal = async (query: string, variables?: Record<string, unknown>) => {
  const { status, json } = await ask(api, query, variables, { accept: 'application/graphql-response+json' })
  expect(status).toBe(400)
  expect(json.data).toBeUndefined()
  return json.errors[0] as { message: string; extensions: { code: string } }
}
const nested = (levels: number, inner: string) =>
  `{ seriesByKey(key: "a") { ${'anomalies { edges { node { series { '.repeat(levels)}${inner}${' } } } }'.repeat(levels)} } }`

describe('an operation', () => {
  test('is refused when it is too deep, through fragments, too', async () => {
    expect(await refusal(nested(3, 'key'))).toMatchObject({
      message: expect.stringMatching(/\d+ levels deep, at most 12/),
      extensions: { code: 'TOO_LARGE' },
    })
    const spread = `query { seriesByKey(key: "a") { ...a } } fragment a on Series { anomalies { edges { node { series { ...b } } } } }
      fragment b on Series { anomalies { edges { node { series { ...c } } } } }
      fragment c on Series { anomalies { edges { node { series { key } } } } }`
    expect((await refusal(spread)).message).toMatch(/levels deep/)
  })

  test('is refused when it has too many aliases, through fragments, too', async () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')
    expect((await refusal(`{ ${aliases(31)} }`)).message).toMatch(/31 aliases, at most 30/)
    const doubled = `{ ...a ...a } fragment a on Query { ${aliases(16)} }`
    expect((await refusal(doubled)).message).toMatch(/32 aliases/)
    expect((await ask(api, `{ ${aliases(30)} }`)).json.errors).toBeUndefined()
  })

  test('is refused when it has too many tokens or directives', async () => {
    expect((await refusal(`{ ${'__typename '.repeat(2_001)} }`)).message).toMatch(
      /token limit|more tokens|2000 tokens/i,
    )
    expect((await refusal(`{ __typename ${'@include(if: true) '.repeat(51)} }`)).message).toMatch(
      /directives, at most 50/,
    )
  })

  test('is refused when directives pile up in one place, or fragments hold too many fields', async () => {
    expect((await refusal(`{ __typename ${'@include(if: true) '.repeat(6)} }`)).message).toMatch(
      /6 directives in one place, at most 5/,
    )
    const query = `{ ${'series { ...x } '.repeat(90)} } fragment x on SeriesConnection { ${'totalCount '.repeat(30)} }`
    expect((await refusal(query)).message).toMatch(/2790 fields, those of fragments/)
  })

  test('is refused when it asks the same thing over and over side by side, through fragments, too', async () => {
    expect((await refusal(`{ ${'series { totalCount } '.repeat(101)} }`)).message).toMatch(
      /101 fields side by side, at most 100/,
    )
    const spread = `{ ${'...a '.repeat(30)} } fragment a on Query { a: __typename ...b } fragment b on Query { ${'__typename '.repeat(5)} }`
    expect((await refusal(spread)).message).toMatch(/180 fields side by side/)
  })

  test('is refused when it costs too much, by what its variables ask for', async () => {
    const query = 'query($n: Int, $p: Int) { series(first: $n) { edges { node { key points(last: $p) { times } } } } }'
    expect(await refusal(query, { n: 1_000, p: 100_000 })).toMatchObject({
      message: expect.stringMatching(/costs \d+, at most 20000 is allowed: ask for fewer rows/),
      extensions: { code: 'TOO_LARGE' },
    })
    expect((await ask(api, query, { n: 200, p: 1_000 })).json.errors).toBeUndefined()
  })

  test('that goes round in circles is refused, not followed', async () => {
    const circle = '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'
    expect((await refusal(circle)).message).toMatch(/Cannot spread fragment/)
  })

  test('of introspection, as GraphiQL sends it, passes', async () => {
    const all = {
      inputValueDeprecation: true,
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
    }
    const { json } = await ask(api, getIntrospectionQuery(all))
    expect(json.errors).toBeUndefined()
    expect(json.data.__schema.types.length).toBeGreaterThan(50)
  })
})

describe('a request', () => {
  const json = { 'content-type': 'application/json' }

  test('with a body announced too long is refused unread', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(11_000_000) } })
    const { status, json: answer } = await send(api, '/graphql', { method: 'POST', headers: json, body })
    expect(status).toBe(413)
    expect(answer.errors[0]).toMatchObject({
      message: expect.stringMatching(/at most 10485760 bytes/),
      extensions: { code: 'TOO_LARGE' },
    })
  })

  test('whose body grows too long while it comes is refused at the byte that is too many', async () => {
    const { port } = new URL(api.url)
    const socket = new Socket()
    const answer = new Promise<string>(resolve => {
      let text = ''
      socket.on('data', chunk => {
        text += chunk
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
    })
    await new Promise<void>(resolve => socket.connect(Number(port), '127.0.0.1', resolve))
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
    )
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`
    for (let i = 0; i < 11; i++) socket.write(chunk)
    expect(await answer).toMatch(/^HTTP\/1.1 413 [\s\S]*TOO_LARGE/)
  })

  test('with several operations at once is refused', async () => {
    const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }])
    const { status, json: answer } = await send(api, '/graphql', { method: 'POST', headers: json, body })
    expect(status).toBe(400)
    expect(answer.errors[0].message).toMatch(/Batching/)
  })

  test('as multipart is refused', async () => {
    const body = new FormData()
    body.set('operations', '{"query":"{ __typename }"}')
    expect((await send(api, '/graphql', { method: 'POST', headers: { 'x-csrf': '1' }, body })).status).toBe(415)
  })
})
