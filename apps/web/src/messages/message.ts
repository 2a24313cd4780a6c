import { en } from './en.ts'

/** Every catalogue holds the same keys; `en` is the one translators start from. */
export type MessageKey = keyof typeof en
export type Catalogue = Record<MessageKey, string>

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Values<Key extends MessageKey> = Record<Names<(typeof en)[Key]>, string | number>
type Arguments<Key extends MessageKey> = [Names<(typeof en)[Key]>] extends [never] ? [] : [values: Values<Key>]

export const locale = 'en'
const catalogue: Catalogue = en

/** The text of a key with its `{names}` filled in; a missing or a superfluous value does not compile. */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string {
  const text = catalogue[key]
  return values === undefined ? text : fill(text, values)
}

const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
