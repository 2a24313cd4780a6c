import type { AccessRole, Grant, SeriesRule } from '../../graphql/access.ts'

/** A series, as far as rules look at it. */
export interface OneSeries {
  readonly key: string
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

/** A group, as far as rules look at it: by what makes a series belong. */
export interface OneGroup {
  readonly conditions: readonly { readonly attribute: string; readonly values: readonly string[] }[]
}

/** What something is done to: `SOME`: a series at least, whichever; `ALL`: what belongs to none, or to any number. */
export type Target = 'SOME' | 'ALL' | OneSeries | OneGroup

const enough: Readonly<Record<AccessRole, readonly AccessRole[]>> = {
  writer: ['writer', 'admin'],
  viewer: ['viewer', 'trainer', 'admin'],
  trainer: ['trainer', 'admin'],
  admin: ['admin'],
}

/**
 * Whether somebody with these grants may do what takes a role, as the API would decide: so that the dashboard offers what
 * would be done. The API decides.
 */
export function mayBy(grants: readonly Grant[], role: AccessRole, target: Target): boolean {
  const held = grants.filter(grant => enough[role].includes(grant.role))
  if (held.some(({ only }) => only === null)) return true
  if (target === 'ALL') return false
  if (target === 'SOME') return held.length > 0
  const rules = held.flatMap(({ only }) => only ?? [])
  return rules.some('key' in target ? rule => fits(rule, target) : rule => holdsAll(rule, target))
}

const fits = ({ key, attributes }: SeriesRule, series: OneSeries): boolean =>
  (key === null || patternOf(key).test(series.key)) &&
  attributes.every(({ name, value }) => series.attributes.some(own => own.name === name && own.value === value))

/** A pattern holds letters, digits, underscores and stars: nothing else means anything in an expression. */
const patternOf = (key: string) => new RegExp(`^${key.replaceAll(/\*+/g, '.*')}$`)

/** Whether every series that belongs to a group now or later fits. */
const holdsAll = ({ key, attributes }: SeriesRule, { conditions }: OneGroup): boolean =>
  key === null &&
  attributes.every(({ name, value }) =>
    conditions.some(
      ({ attribute, values }) => attribute === name && values.length > 0 && values.every(one => one === value),
    ),
  )
