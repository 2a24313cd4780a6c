import { Fault } from './fault.ts'
import { type Attribute, seriesBounds, text } from './series.ts'

/** A series belongs to it where it has the attribute with one of the values; with any where none is named. */
export interface GroupCondition {
  readonly attribute: string
  readonly values: readonly string[]
}

/** Series chosen by attributes: those that meet every condition. Members come and go as series do. */
export interface GroupDefinition {
  /** Letters, digits and underscores, as keys of series have; unlike that of any other group. */
  readonly name: string
  readonly description: string | null
  readonly conditions: readonly GroupCondition[]
}

/** Values that a condition names at most. */
export const mostGroupValues = 10_000

/** Whether a series with these attributes belongs to the group. */
export const belongs = (
  { conditions }: Pick<GroupDefinition, 'conditions'>,
  attributes: readonly Attribute[],
): boolean =>
  conditions.every(({ attribute, values }) =>
    attributes.some(({ name, value }) => name === attribute && (values.length === 0 || values.includes(value))),
  )

/** The same as `belongs` says, where two groups claim a series: the narrower first, then the older. */
export const narrower = (
  a: Pick<GroupDefinition, 'conditions'> & { readonly id: number },
  b: Pick<GroupDefinition, 'conditions'> & { readonly id: number },
): number => b.conditions.length - a.conditions.length || a.id - b.id

/** Throws INVALID_INPUT for a name or a condition that is none. */
export function defineGroup(draft: {
  readonly name: string
  readonly description?: string | null | undefined
  readonly conditions: readonly GroupCondition[]
}): GroupDefinition {
  if (!/^\w{1,128}$/.test(draft.name))
    throw new Fault('INVALID_INPUT', 'the name of a group has 1 to 128 letters, digits or underscores')
  return {
    name: draft.name,
    description: text('description', draft.description),
    conditions: defineConditions(draft.conditions),
  }
}

/** Throws INVALID_INPUT where a condition is empty, comes twice, or there are too many. */
export function defineConditions(conditions: readonly GroupCondition[]): readonly GroupCondition[] {
  if (conditions.length === 0 || conditions.length > seriesBounds.attributes)
    throw new Fault('INVALID_INPUT', `a group has 1 to ${seriesBounds.attributes} conditions, not ${conditions.length}`)
  const named = new Set<string>()
  return conditions.map(({ attribute, values }) => {
    const name = attribute.trim()
    if (name === '') throw new Fault('INVALID_INPUT', 'a condition of a group names an attribute')
    if (named.has(name))
      throw new Fault('INVALID_INPUT', `two conditions of a group are on ${name}: name all values in one`)
    if (values.length > mostGroupValues)
      throw new Fault('INVALID_INPUT', `a condition names at most ${mostGroupValues} values, not ${values.length}`)
    named.add(name)
    return { attribute: name, values: [...new Set(values)] }
  })
}
