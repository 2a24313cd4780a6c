import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => `${api.url}/graphql` })) {
    test(audit.name, async () => {
      const result = await audit.fn()
      if (result.status !== 'ok') expect.fail(`${result.status}: ${result.reason}`)
    })
  }
})
