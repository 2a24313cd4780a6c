import { accessRoles, type Grant } from '../access.ts'
import { Fault } from '../fault.ts'
import { parseGrant } from './grant.ts'
import { shown } from './shown-name.ts'

/** What a token says of whoever it was given to, as parsed from JSON. */
export type Claims = Readonly<Record<string, unknown>>

/** What one value of the claim grants. */
export interface ClaimRule {
  readonly value: string
  readonly grant: Grant
}

/** Where the roles of a person stand in a token, and what they mean here. */
export interface ClaimMapping {
  /** The name of a claim, or a path into one: `roles`, `realm_access.roles`, `https://example.org/roles`. */
  readonly claim: string
  readonly rules: readonly ClaimRule[]
}

/** Rules of a mapping at most. */
const rulesAtMost = 500

// The first role that is followed by nothing but its series: so that a value may hold `=`, as names in directories do.
const line = new RegExp(`^(.+?)\\s*=\\s*((?:${accessRoles.join('|')})(?:\\[[^\\[\\]]+\\])?)$`)

/** Rules as people write them, parted by `;` or by lines: `seriema-admins=admin; plant-sp=viewer[region=SP]`. Throws INVALID_INPUT. */
export function parseClaimRules(text: string): readonly ClaimRule[] {
  const written = text
    .split(/[;\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
  if (written.length === 0 || written.length > rulesAtMost)
    throw new Fault('INVALID_INPUT', `roles are mapped by 1 to ${rulesAtMost} rules, not ${written.length}`)
  return written.map(part => {
    const [, value, grant] = line.exec(part) ?? []
    if (value === undefined)
      throw new Fault('INVALID_INPUT', `${part} is no rule: write VALUE=ROLE, where ROLE is ${accessRoles.join(', ')}`)
    return { value, grant: parseGrant(grant!) }
  })
}

/**
 * What somebody with these claims is granted; nothing where no value is mapped. Throws ACCESS_DENIED where the token leaves
 * the claim out for having too many values, as Azure AD does: what is not said cannot be taken for nothing.
 */
export function grantsOf(claims: Claims, { claim, rules }: ClaimMapping): readonly Grant[] {
  const found = claimAt(claims, claim)
  if (found === undefined && isLeftOut(claims, claim))
    throw new Fault(
      'ACCESS_DENIED',
      `the token leaves out ${claim}, since there are too many: let the provider send only those assigned to this application, or application roles`,
    )
  const values = new Set(valuesOf(claim, found))
  return rules.filter(({ value }) => values.has(value)).map(({ grant }) => grant)
}

/** Whether the claims say anything of roles, be it that there are none. */
export const saysRoles = (claims: Claims, { claim }: ClaimMapping): boolean =>
  claimAt(claims, claim) !== undefined || isLeftOut(claims, claim)

/** Characters of a name that are kept. */
const nameAtMost = 128

/** What people call whoever the claims are of; the subject where the token has nothing better. */
export function nameOf(claims: Claims): string {
  const names = [claims.name, claims.preferred_username, claims.upn, claims.email, claims.unique_name, claims.sub]
  const readable = names.map(one => (typeof one === 'string' ? shown(one.toWellFormed()).trim() : ''))
  return readable.find(name => name !== '')?.slice(0, nameAtMost) ?? 'unnamed'
}

/** A claim of this whole name goes before a path: names are often addresses, which have dots. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Claims)[name] : undefined,
      claims,
    )
}

/** A list of texts, or one text; those two claims that OAuth knows are words parted by spaces. */
function valuesOf(claim: string, found: unknown): readonly string[] {
  if (typeof found === 'string') return claim === 'scp' || claim === 'scope' ? found.split(' ') : [found]
  return Array.isArray(found) ? found.filter(one => typeof one === 'string') : []
}

/** Azure AD's word for groups that did not fit: `_claim_names` (or `hasgroups`) instead of the claim. */
function isLeftOut(claims: Claims, claim: string): boolean {
  const elsewhere = claims._claim_names
  if (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim)) return true
  return claim === 'groups' && (claims.hasgroups === true || claims.hasgroups === 'true')
}
