import type { Attribute } from '@seriema/domain/series'

/** The values an attribute had in training, in the order of their tokens from 1 on. */
export interface Vocabulary {
  readonly attribute: string
  readonly values: readonly string[]
}

/** Values that were never seen, and attributes a series does not have, share this place. */
export const unknownToken = 0

const attributeOf = (attributes: readonly Attribute[], name: string): string | undefined =>
  attributes.find(one => one.name === name)?.value

/** What there is to be told apart among these series, in an order of its own. */
export const vocabulariesOf = (
  names: readonly string[],
  members: readonly { readonly attributes: readonly Attribute[] }[],
): readonly Vocabulary[] =>
  names.map(attribute => {
    const values = members
      .map(({ attributes }) => attributeOf(attributes, attribute))
      .filter(value => value !== undefined)
    return { attribute, values: [...new Set(values)].toSorted() }
  })

/** One token per category. */
export const tokensOf = (vocabularies: readonly Vocabulary[], attributes: readonly Attribute[]): readonly number[] =>
  vocabularies.map(({ attribute, values }) => {
    const value = attributeOf(attributes, attribute)
    return value === undefined ? unknownToken : values.indexOf(value) + 1
  })

/** How many tokens each category has, the unknown one among them. */
export const sizesOf = (vocabularies: readonly Vocabulary[]): readonly number[] =>
  vocabularies.map(({ values }) => values.length + 1)
