'use client'
import { type ModelKind, type ModelKindName, modelKinds } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { kindInWords } from '../system/kind-in-words.ts'

export interface ModelKinds {
  /** In the order to offer them; null until the API has said so. */
  readonly kinds: readonly ModelKind[] | null
  readonly error: string | null
  /** What to call a kind; the kind itself in words while the API has not said. */
  readonly titleOf: (kind: ModelKindName) => string
  /** The kind of that name, as an address may hold it; null for none. It is believed while the API has not said. */
  readonly named: (name: string) => ModelKindName | null
}

/** What models can be, as the API describes them. */
export function useModelKinds(): ModelKinds {
  const { data, error } = useRead(modelKinds, {})
  const kinds = data?.modelKinds ?? null
  const find = (name: string) => kinds?.find(one => one.kind === name)
  return {
    kinds,
    error,
    titleOf: kind => find(kind)?.title ?? kindInWords(kind),
    named: name => (kinds === null ? ((name || null) as ModelKindName | null) : (find(name)?.kind ?? null)),
  }
}
