import { Fault } from '@seriema/domain/fault'
import { accuracy } from './accuracy.ts'
import { anomaly } from './anomaly.ts'
import type { Condition } from './contract.ts'
import { drift } from './drift.ts'
import { forecast } from './forecast.ts'
import { quality } from './quality.ts'
import { rolledBack } from './rolled-back.ts'
import { silence } from './silence.ts'
import { system } from './system.ts'
import { trainingFailed } from './training-failed.ts'
import { value } from './value.ts'

/** What a rule can watch, in the order to offer it. */
export const conditions: readonly Condition[] = [
  anomaly,
  value,
  forecast,
  silence,
  accuracy,
  drift,
  quality,
  trainingFailed,
  rolledBack,
  system,
]

const byKind = new Map(conditions.map(condition => [condition.kind, condition]))

/** Throws INVALID_INPUT. */
export function conditionOf(kind: string): Condition {
  const condition = byKind.get(kind)
  if (condition === undefined)
    throw new Fault('INVALID_INPUT', `there is no condition ${kind}: there are ${[...byKind.keys()].join(', ')}`)
  return condition
}
