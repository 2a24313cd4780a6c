import { type AccessRole, accessRoles, type Grant, type SeriesRule } from '../access.ts'
import { Fault } from '../fault.ts'
import { type Attribute, seriesBounds } from '../series.ts'

/** Grants that one may hold, and rules that one of them may have. */
export const grantBounds = { grants: 20, rules: 50 } as const

const keyPattern = /^[\w*]{1,128}$/

/** Throws INVALID_INPUT for a grant that is none. */
export function defineGrants(drafts: readonly GrantDraft[]): readonly Grant[] {
  if (drafts.length === 0 || drafts.length > grantBounds.grants)
    throw new Fault('INVALID_INPUT', `grants are 1 to ${grantBounds.grants}, not ${drafts.length}`)
  return drafts.map(({ role, only }) => ({ role, only: only == null ? null : defineRules(only) }))
}

export interface GrantDraft {
  readonly role: AccessRole
  readonly only?:
    | readonly {
        readonly key?: string | null | undefined
        readonly attributes?: readonly Attribute[] | null | undefined
      }[]
    | null
    | undefined
}

function defineRules(drafts: NonNullable<GrantDraft['only']>): readonly SeriesRule[] {
  if (drafts.length === 0 || drafts.length > grantBounds.rules)
    throw new Fault('INVALID_INPUT', `\`only\` has 1 to ${grantBounds.rules} rules: leave it out for all series`)
  return drafts.map(({ key, attributes }) => {
    if (key == null && (attributes ?? []).length === 0)
      throw new Fault('INVALID_INPUT', 'a rule names a key or an attribute: leave `only` out for all series')
    if (key != null && !keyPattern.test(key))
      throw new Fault('INVALID_INPUT', 'the key of a rule has 1 to 128 letters, digits, underscores or stars')
    if ((attributes ?? []).length > seriesBounds.attributes)
      throw new Fault('INVALID_INPUT', `a rule has at most ${seriesBounds.attributes} attributes`)
    return {
      key: key ?? null,
      attributes: (attributes ?? []).map(({ name, value }) => ({ name: name.trim(), value: value.trim() })),
    }
  })
}

/**
 * A grant as people write it in settings: `viewer`, `writer[plant_*]`, `trainer[region=SP,product=42]`. Rules are parted by
 * `|`. Throws INVALID_INPUT.
 */
export function parseGrant(text: string): Grant {
  const [, role, rules] = /^(\w+)(?:\[(.+)\])?$/.exec(text.trim()) ?? []
  if (!accessRoles.some(known => known === role))
    throw new Fault('INVALID_INPUT', `${text} grants nothing: begin with one of ${accessRoles.join(', ')}`)
  const only = rules?.split('|').map(rule => {
    const parts = rule.split(',').map(part => part.trim())
    const keys = parts.filter(part => !part.includes('='))
    if (keys.length > 1) throw new Fault('INVALID_INPUT', `${text} names two keys in one rule: part them by |`)
    const attributes = parts
      .filter(part => part.includes('='))
      .map(part => ({ name: part.slice(0, part.indexOf('=')), value: part.slice(part.indexOf('=') + 1) }))
    return { key: keys[0] ?? null, attributes }
  })
  return defineGrants([{ role: role as AccessRole, only: only ?? null }])[0]!
}

/** The same the other way round. */
export function formatGrant({ role, only }: Grant): string {
  if (only === null) return role
  const rules = only.map(({ key, attributes }) =>
    [...(key === null ? [] : [key]), ...attributes.map(({ name, value }) => `${name}=${value}`)].join(','),
  )
  return `${role}[${rules.join('|')}]`
}
