import type { GraphQLSchema } from 'graphql'
import './scalars.ts'
import './fault.ts'
import './series.ts'
import './manage-series.ts'
import './point.ts'
import './anomaly.ts'
import './ingest.ts'
import './score.ts'
import './forecast.ts'
import './generator.ts'
import './import.ts'
import './preview-import.ts'
import './status.ts'
import './status-change.ts'
import { builder } from './builder.ts'

/** All of the API: one file per noun says what it is and what can be done with it, and the manual keeps that order. */
export const schema: GraphQLSchema = builder.toSchema({ sortSchema: false })
