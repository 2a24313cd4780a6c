import type { GroupCondition } from './group.ts'
import type { Attribute } from './series.ts'

/**
 * What somebody may do: a writer sends points and sees nothing, a viewer sees, a trainer also changes what forecasts and
 * watches, an admin also changes what there is and who may what.
 */
export const accessRoles = ['writer', 'viewer', 'trainer', 'admin'] as const
export type AccessRole = (typeof accessRoles)[number]

/** What an operation or a type asks of whoever reaches for it; nothing: to be known is enough. */
export type Need = AccessRole | 'nothing'

/** Series by a pattern of keys (`*` stands for any letters) and attributes they all have; null: any key. */
export interface SeriesRule {
  readonly key: string | null
  readonly attributes: readonly Attribute[]
}

/** The series somebody reaches: those that fit one of the rules; null: all, and what belongs to no series. */
export type Reach = readonly SeriesRule[] | null

/** A role, for all series or only for some. */
export interface Grant {
  readonly role: AccessRole
  readonly only: Reach
}

/** What everybody has where access is off. */
export const unrestricted: readonly Grant[] = [{ role: 'admin', only: null }]

const enoughFor: Readonly<Record<AccessRole, ReadonlySet<Need>>> = {
  writer: new Set<Need>(['nothing', 'writer']),
  viewer: new Set<Need>(['nothing', 'viewer']),
  trainer: new Set<Need>(['nothing', 'viewer', 'trainer']),
  admin: new Set<Need>(['nothing', ...accessRoles]),
}

/** Whether a role is enough for a need, whatever the series. */
export const suffices = (role: AccessRole, need: Need): boolean => enoughFor[role].has(need)

/** Where somebody with these grants may do what needs this; undefined: nowhere. */
export function reachOf(grants: readonly Grant[], need: Need): Reach | undefined {
  const enough = grants.filter(({ role }) => suffices(role, need))
  if (enough.length === 0) return undefined
  return enough.some(({ only }) => only === null) ? null : enough.flatMap(({ only }) => only ?? [])
}

/** Whether a series with this key and these attributes is within reach. */
export const covers = (
  reach: Reach,
  { key, attributes }: { readonly key: string; readonly attributes: readonly Attribute[] },
): boolean =>
  reach === null ||
  reach.some(
    rule =>
      (rule.key === null || fits(rule.key, key)) &&
      rule.attributes.every(({ name, value }) => attributes.some(own => own.name === name && own.value === value)),
  )

/** Whether whatever meets the conditions of a group is within reach, members to come included. */
export const coversGroup = (
  reach: Reach,
  { conditions }: { readonly conditions: readonly GroupCondition[] },
): boolean =>
  reach === null ||
  reach.some(
    rule =>
      rule.key === null &&
      rule.attributes.every(({ name, value }) =>
        conditions.some(
          ({ attribute, values }) => attribute === name && values.length > 0 && values.every(one => one === value),
        ),
      ),
  )

/** Linear in both lengths times the number of stars: no pattern makes it slow. */
function fits(pattern: string, key: string): boolean {
  const [first, ...rest] = pattern.split('*')
  if (rest.length === 0) return key === first
  const last = rest.pop()!
  if (!key.startsWith(first!) || !key.endsWith(last) || key.length < first!.length + last.length) return false
  let place = first!.length
  for (const part of rest) {
    const found = key.indexOf(part, place)
    if (found < 0 || found + part.length > key.length - last.length) return false
    place = found + part.length
  }
  return true
}
