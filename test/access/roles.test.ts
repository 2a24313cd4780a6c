import { keptMatrix, matrix } from '@seriema/api/schema/matrix'
import { declares, needsOfField } from '@seriema/api/schema/needs'
import { schema } from '@seriema/api/schema/schema'
import { accessRoles, suffices } from '@seriema/domain/access'
import type { GraphQLObjectType } from 'graphql'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { documentOf } from './documents.ts'
import { everywhere, someone } from './people.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi({ access: 'on' })
})
afterAll(() => api.close())

const query = schema.getQueryType()!
const mutation = schema.getMutationType()!
const subscription = schema.getSubscriptionType()!

const fieldsOf = (root: GraphQLObjectType) => Object.keys(root.getFields())

describe('access', () => {
  test('every operation says which role it takes', () => {
    for (const root of [query, mutation, subscription])
      for (const name of fieldsOf(root)) expect(declares(schema, root, name), `${root.name}.${name}`).toBe(true)
  })

  test('who may what is as docs/access-matrix.md has it: `pnpm access` writes it', () => {
    expect(keptMatrix()).toBe(matrix())
  })

  test.each(accessRoles)(
    'a %s is refused every query and mutation that takes another role, and no other',
    async role => {
      const { headers } = await someone(api, everywhere(role))
      for (const root of [query, mutation])
        for (const name of fieldsOf(root)) {
          const { text, variables } = documentOf(root, name)
          const { json } = await ask(api, text, variables, headers)
          const refused = JSON.stringify(json).includes('ACCESS_DENIED')
          expect(refused, `${role} ${name}: ${JSON.stringify(json)}`).toBe(
            !suffices(role, needsOfField(schema, root, name).role),
          )
          expect(JSON.stringify(json), name).not.toMatch(/INTERNAL|UNAUTHENTICATED/)
        }
    },
  )

  test.each(accessRoles)('a %s is refused every subscription that takes another role, and no other', async role => {
    const { secret } = await someone(api, everywhere(role))
    const client = createClient({
      url: api.wsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${secret}` },
    })
    for (const name of fieldsOf(subscription)) {
      const { text, variables } = documentOf(subscription, name)
      const events = client.iterate({ query: text, variables })
      const first = Promise.race([
        events.next().then(
          ({ value }) => JSON.stringify(value),
          error => JSON.stringify(error),
        ),
        expect
          .poll(() => api.app.hub.subscribers)
          .toBeGreaterThan(0)
          .then(() => 'listening'),
      ])
      expect((await first).includes('ACCESS_DENIED'), `${role} ${name} ${await first}`).toBe(
        !suffices(role, needsOfField(schema, subscription, name).role),
      )
      await events.return?.()
      await expect.poll(() => api.app.hub.subscribers).toBe(0)
    }
    await client.dispose()
  })

  test('what a writer gets back does not lead to what it may not see', async () => {
    const { headers } = await someone(api, everywhere('writer'))
    const admin = await someone(api, everywhere('admin'))
    await ask(api, 'mutation { createSeries(input: { key: "kiln" }) { __typename } }', {}, admin.headers)
    const sent = 'input: { series: [{ key: "kiln", times: [1700000000000], values: [[1]] }] }'
    const stored = `mutation { ingestPoints(${sent}) { ... on IngestPointsPayload { stored series { key stored } } } }`
    expect((await ask(api, stored, {}, headers)).json.data.ingestPoints.stored).toBe(1)
    const peeking = `mutation { ingestPoints(${sent}) { ...P } } fragment P on IngestPointsPayload { series { series { title } } }`
    const { json } = await ask(api, peeking, {}, headers)
    expect(json.errors[0]).toMatchObject({ extensions: { code: 'ACCESS_DENIED' } })
    expect(json.data ?? null).toBeNull()
  })
})
