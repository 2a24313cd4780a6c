import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operationOf } from '../fuzz/operations.ts'
import { drawing } from '../fuzz/random.ts'
import type { Known } from '../fuzz/values.ts'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const seed = Number(process.env.FUZZ_SEED ?? 1)
const requests = Number(process.env.FUZZ_REQUESTS ?? 20_000)
const atOnce = 12
/** Milliseconds an answer may take, however busy the machine: beyond it something hangs. */
const patience = 5_000

let api: TestApi
let schema: GraphQLSchema
beforeAll(async () => {
  api = await startApi()
  const { json } = await ask(api, getIntrospectionQuery())
  schema = buildClientSchema(json.data)
  for (const key of keys) await ask(api, `mutation { createSeries(input: { key: "${key}" }) { __typename } }`)
})
afterAll(() => api.close())

const keys = ['fuzzed', 'other', 'third']
const known: Known = { keys, ids: [], cursors: [] }

/** What must never be told: files, statements, frames of a stack, words of the driver. */
const internal =
  /node_modules|\.ts:\d|\bat \w+ \(|invalid byte sequence|out of range for type|invalid input syntax|select .* from|violates|Cannot read prop/i

test('no operation of the schema, with whatever values, ends in a failure of ours, hangs, or tells what is within', {
  timeout: 900_000,
}, async () => {
  let next = 0
  const failures: string[] = []
  const one = async (number: number) => {
    const operation = operationOf(schema, drawing(seed * 1_000_003 + number), known)
    const began = performance.now()
    const { status, text, json } = await ask(api, operation.query, operation.variables)
    const took = performance.now() - began
    const codes = (json?.errors ?? []).map((error: { extensions?: { code?: string } }) => error.extensions?.code)
    const problem =
      status >= 500
        ? `status ${status}`
        : codes.includes('INTERNAL')
          ? 'INTERNAL'
          : internal.test(text)
            ? 'tells what is within'
            : took > patience
              ? `took ${Math.round(took)} ms`
              : null
    for (const [id] of text.matchAll(/(?<="id":")[^"]+/g)) if (known.ids.length < 200) known.ids.push(id)
    for (const [cursor] of text.matchAll(/(?<="(?:cursor|endCursor)":")[^"]+/g))
      if (known.cursors.length < 200) known.cursors.push(cursor)
    if (problem !== null)
      failures.push(`${problem}: ${JSON.stringify(operation).slice(0, 1_500)}\n${text.slice(0, 600)}`)
  }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < requests && failures.length < 20) await one(next++)
    }),
  )
  expect(failures.join('\n\n')).toBe('')
})
