import { readFileSync } from 'node:fs'
import { buildSchema, type DocumentNode, Kind, validate } from 'graphql'
import { expect, test } from 'vitest'
import * as anomaly from './anomaly.ts'
import * as apiKey from './api-key.ts'
import * as deletion from './deletion.ts'
import * as deployment from './deployment.ts'
import * as forecast from './forecast.ts'
import * as generator from './generator.ts'
import * as group from './group.ts'
import * as file from './import.ts'
import * as model from './model.ts'
import * as overview from './overview.ts'
import * as points from './point.ts'
import * as schedule from './schedule.ts'
import * as series from './series.ts'
import * as system from './system.ts'
import * as training from './training.ts'

const schema = buildSchema(readFileSync(new URL('../../../api/schema.graphql', import.meta.url), 'utf8'))
const documents: Record<string, DocumentNode> = {
  ...anomaly,
  ...apiKey,
  ...deletion,
  ...deployment,
  ...forecast,
  ...generator,
  ...group,
  ...file,
  ...model,
  ...overview,
  ...points,
  ...schedule,
  ...series,
  ...system,
  ...training,
}
const operations = Object.entries(documents).filter(([, { definitions }]) =>
  definitions.some(it => it.kind === Kind.OPERATION_DEFINITION),
)

test.each(operations)('%s asks only for what the API has', (_, document) => {
  expect(validate(schema, document).map(error => error.message)).toEqual([])
})
