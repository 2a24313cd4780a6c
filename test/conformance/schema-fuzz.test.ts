import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Operation, operationOf } from '../fuzz/operations.ts'
import { drawing } from '../fuzz/random.ts'
import { type Known, learn } from '../fuzz/values.ts'
import { problemWith } from '../fuzz/verdict.ts'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const seed = Number(process.env.FUZZ_SEED ?? 1)
const requests = Number(process.env.FUZZ_REQUESTS ?? 20_000)
const atOnce = 12
/** Milliseconds that nothing takes when it is asked alone. */
const alone = 5_000

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

test('no operation of the schema, with whatever values, ends in a failure of ours, hangs, or tells what is within', {
  timeout: 900_000,
}, async () => {
  let next = 0
  const failures: string[] = []
  const slow: Operation[] = []
  const one = async (number: number) => {
    const operation = operationOf(schema, drawing(seed * 1_000_003 + number), known)
    const began = performance.now()
    const { status, text } = await ask(api, operation.query, operation.variables)
    const took = performance.now() - began
    const problem = problemWith(text, took, status)
    learn(known, text)
    if (took > alone) slow.push(operation)
    if (problem !== null)
      failures.push(`${problem}: ${JSON.stringify(operation).slice(0, 1_500)}\n${text.slice(0, 600)}`)
  }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < requests && failures.length < 20) await one(next++)
    }),
  )
  // On a busy machine anything may take long once: what took long is asked again, by itself.
  for (const operation of slow) {
    let best = Number.POSITIVE_INFINITY
    for (let again = 0; again < 3 && best > alone; again++) {
      const began = performance.now()
      await ask(api, operation.query, operation.variables)
      best = Math.min(best, performance.now() - began)
    }
    if (best > alone) failures.push(`took ${Math.round(best)} ms: ${JSON.stringify(operation).slice(0, 1_500)}`)
  }
  expect(failures.join('\n\n')).toBe('')
})
