import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriesCases } from '../cases/series.ts'
import { tried } from '../cases/tried.ts'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

describe('what is said of a series that people have is right:', () => {
  test.each(seriesCases.map((each, i) => [each.name, each, i] as const))('%s', async (_, { sent, compare }, i) => {
    const asked = async <T>(query: string, variables?: Record<string, unknown>) => {
      const { json } = await ask(api, query, variables)
      expect(json.errors).toBeUndefined()
      return json.data as T
    }
    const compared = await compare(await tried(asked, `case_${i}`, sent))
    expect(compared.filter(({ same }) => !same)).toEqual([])
  })
})
