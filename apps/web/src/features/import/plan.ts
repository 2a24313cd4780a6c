import type { ImportPlan } from '../../graphql/import.ts'

/** What an import is asked for. */
export interface ImportDraft {
  readonly key: string
  readonly plan: ImportPlan
  readonly replace: boolean
}

/** What a change of a plan leaves of it. */
export type PlanChange = (before: ImportPlan) => ImportPlan

/** A plan as the API gives it: what is left to be detected is null there, and absent here. */
export const toPlan = (given: object): ImportPlan =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null && !name.startsWith('__')))

/** Other cells or names: what was chosen by the names of columns is chosen anew. */
export const relaid =
  (change: Pick<ImportPlan, 'delimiter' | 'header'>): PlanChange =>
  ({ timeColumn: _, timeFormat: __, valueColumns: ___, keyColumn: ____, counters: _____, ...rest }) => ({
    ...rest,
    ...change,
  })

/** Another column of times is written in its own way. */
export const timedBy =
  (timeColumn: string): PlanChange =>
  ({ timeFormat: _, ...rest }) => ({ ...rest, timeColumn })

/** Takes a column among the values or leaves it out, in the order of `names`; the last one stays. */
export const toggled =
  (name: string, names: readonly string[], detected: readonly string[]): PlanChange =>
  before => {
    const chosen = new Set(before.valueColumns ?? detected)
    if (!chosen.delete(name)) chosen.add(name)
    if (chosen.size === 0) return before
    return { ...before, valueColumns: names.filter(each => chosen.has(each)) }
  }

/** Says that a column counts, or that it does not. */
export const counting =
  (name: string): PlanChange =>
  before => {
    const counters = new Set(before.counters ?? [])
    if (!counters.delete(name)) counters.add(name)
    return { ...before, counters: [...counters] }
  }

export const asMissing =
  (value: number): PlanChange =>
  before => ({ ...before, missing: [...new Set([...(before.missing ?? []), String(value)])] })

/** A plan as it is sent: a field that is empty is left to be detected. */
export function filled({ timeFormat, timeZone, missing, ...rest }: ImportPlan): ImportPlan {
  const marks = missing?.map(mark => mark.trim()).filter(mark => mark !== '')
  return {
    ...rest,
    ...(timeFormat?.trim() && { timeFormat: timeFormat.trim() }),
    ...(timeZone?.trim() && { timeZone: timeZone.trim() }),
    ...(marks?.length && { missing: marks }),
  }
}
