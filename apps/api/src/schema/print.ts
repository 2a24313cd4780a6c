import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printSchema } from 'graphql'
import { schema } from './schema.ts'

/** The printed schema: its diff is the review of a change to the API. */
export const printedAt = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

export const printed = (): string => `${printSchema(schema)}\n`
export const committed = (): string => readFileSync(printedAt, 'utf8')

if (import.meta.main) writeFileSync(printedAt, printed())
