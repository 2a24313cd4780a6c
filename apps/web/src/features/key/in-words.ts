import type { ApiKeyFields } from '../../graphql/api-key.ts'
import { t } from '../../messages/message.ts'
import { formatMoment } from '../../ui/time.ts'
import type { Role } from './grant-drafts.ts'

interface Rule {
  readonly key: string | null
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

interface Grant {
  readonly role: Role
  readonly only: readonly Rule[] | null
}

/** A grant as people say it: `Trainer of plant_*, or of series with region SP`. */
export function grantInWords({ role, only }: Grant): string {
  const title = t(`keys.role.${role}`)
  if (only === null) return t('keys.ofAll', { role: title })
  return t('keys.ofSome', { role: title, series: only.map(ruleInWords).join(t('keys.or')) })
}

function ruleInWords({ key, attributes }: Rule): string {
  const listed = attributes.map(({ name, value }) => `${name} ${value}`).join(t('keys.and'))
  if (key === null) return t('keys.rule.attributes', { attributes: listed })
  return listed === '' ? key : t('keys.rule.both', { key, attributes: listed })
}

export type KeyState = 'REVOKED' | 'EXPIRED' | 'ENDING' | 'ROTATED' | 'ACTIVE'

/** Milliseconds before its end in which a key is said to end soon. */
const soon = 7 * 86_400_000

export function stateOf({ revokedAt, expiresAt, formerUntil }: ApiKeyFields, now: number): KeyState {
  if (revokedAt !== null) return 'REVOKED'
  const end = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt)
  if (end <= now) return 'EXPIRED'
  if (formerUntil !== null && Date.parse(formerUntil) > now) return 'ROTATED'
  return end - now < soon ? 'ENDING' : 'ACTIVE'
}

export const momentOr = (at: string | null, now: number, otherwise: string): string =>
  at === null ? otherwise : formatMoment(Date.parse(at), now)
