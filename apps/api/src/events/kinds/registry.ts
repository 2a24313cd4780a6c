import { alert } from './alert.ts'
import { anomalies } from './anomalies.ts'
import { deployment } from './deployment.ts'
import { forecast } from './forecast.ts'
import { label } from './label.ts'
import { points } from './points.ts'
import { schedule } from './schedule.ts'
import { status } from './status.ts'
import { suppression } from './suppression.ts'
import { training } from './training.ts'

/** What can happen, by kind: all that is announced, streamed and subscribed to is one of these. */
export const registry = {
  points,
  anomalies,
  forecast,
  status,
  deployment,
  training,
  label,
  suppression,
  schedule,
  alert,
} as const
