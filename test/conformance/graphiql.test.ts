import { schema } from '@seriema/api/schema/schema'
import { examples } from '@seriema/api/server/examples'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask, send } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' } }

const operationOf = (query: string) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? ''

describe('GraphiQL', () => {
  test('loads nothing from anywhere else, and may not', async () => {
    const { status, headers, text } = await send(api, '/graphql', asBrowser)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch('text/html')
    const tags = text.match(/<(script|link|img|iframe|style)\b[^>]*>/g) ?? []
    expect(tags.filter(tag => /(src|href)\s*=\s*["']?(https?:)?\/\//.test(tag))).toEqual([])
    expect(text).not.toMatch(/@import\s+(url\()?["']?https?:|url\(\s*["']?https?:/)
    expect(headers.get('content-security-policy')).toMatch("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/https?:|\*/)
  })

  test('is not sent twice to a browser that has it', async () => {
    const { headers } = await send(api, '/graphql', asBrowser)
    const again = await send(api, '/graphql', {
      headers: { ...asBrowser.headers, 'if-none-match': headers.get('etag')! },
    })
    expect(again).toMatchObject({ status: 304, text: '' })
  })

  test('has an example for every part of the API, each of which works on what those before it made', async () => {
    const answers = new Map<string, unknown>()
    const answerAt = ([operation, ...path]: readonly string[]) =>
      path.reduce((part, name) => (part as Record<string, unknown>)[name], answers.get(operation!))
    for (const { query, variables, takes = {} } of examples) {
      expect(validate(schema, parse(query))).toEqual([])
      if (/^subscription/m.test(query)) continue
      const taken = Object.fromEntries(Object.entries(takes).map(([name, from]) => [name, answerAt(from)]))
      const { json } = await ask(api, query, { ...JSON.parse(variables ?? '{}'), ...taken })
      expect(json.errors, query).toBeUndefined()
      const [answer] = Object.values<{ code?: string }>(json.data)
      expect(answer?.code, query).toBeUndefined()
      answers.set(operationOf(query), json.data)
    }
    const operations = examples.map(({ query }) => operationOf(query))
    expect(new Set(operations).size).toBe(examples.length)
  })
})
