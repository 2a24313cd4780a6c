import type { ApiKeyFields, GrantInput } from '../../graphql/api-key.ts'

export type Role = GrantInput['role']
export const roles = ['VIEWER', 'TRAINER', 'ADMIN', 'WRITER'] as const satisfies readonly Role[]

/** A rule as it is typed; `id` tells lines apart. */
export interface RuleDraft {
  readonly id: number
  /** Empty for any key. */
  readonly key: string
  readonly attributes: readonly { readonly id: number; readonly name: string; readonly value: string }[]
}

/** A grant as it is typed: for all series where it has no rules. */
export interface GrantDraft {
  readonly id: number
  readonly role: Role
  readonly rules: readonly RuleDraft[]
}

let lines = 0
/** Another one each time, for a line of a form. */
export const nextLine = (): number => ++lines

export const emptyRule = (): RuleDraft => ({ id: nextLine(), key: '', attributes: [] })
export const emptyGrant = (): GrantDraft => ({ id: nextLine(), role: 'VIEWER', rules: [] })

export const draftsOf = (grants: ApiKeyFields['grants']): readonly GrantDraft[] =>
  grants.map(({ role, only }) => ({
    id: nextLine(),
    role,
    rules: (only ?? []).map(({ key, attributes }) => ({
      id: nextLine(),
      key: key ?? '',
      attributes: attributes.map(attribute => ({ id: nextLine(), ...attribute })),
    })),
  }))

export const grantsOf = (drafts: readonly GrantDraft[]): GrantInput[] =>
  drafts.map(({ role, rules }) => ({
    role,
    only:
      rules.length === 0
        ? null
        : rules.map(({ key, attributes }) => ({
            key: key.trim() || null,
            attributes: attributes.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })),
          })),
  }))
