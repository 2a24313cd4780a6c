import { Fault } from './fault.ts'
import { defineSettings, invalidSettings, type Setting, type SettingProblem, type Settings } from './setting.ts'

/** A receiver as its owner says it, checked. */
export interface ReceiverDefinition {
  readonly name: string
  readonly settings: Settings
  /** Those of its settings that are never shown again. */
  readonly secrets: Settings
}

/** What is known of its notifier when a receiver is defined. */
export interface KnownNotifier {
  readonly settings: readonly Setting[]
  /** What is wrong with settings taken together that are right by themselves. */
  problems(settings: Settings): readonly SettingProblem[]
}

type Given = Readonly<Record<string, unknown>>

/** A receiver as it arrives from outside. */
export interface ReceiverDraft {
  readonly name: string
  readonly settings?: Given | null | undefined
  readonly secrets?: Given | null | undefined
}

/** Receivers there can be. */
export const receiversAtMost = 100
const longestName = 128

export const isSecret = (setting: Setting): boolean => setting.type === 'text' && setting.secret

/** Settings left out are as usual. Throws INVALID_INPUT, INVALID_SETTINGS naming each field. */
export function defineReceiver(notifier: KnownNotifier, draft: ReceiverDraft): ReceiverDefinition {
  const name = draft.name.trim()
  if (!/^[^\p{Cc}]{1,128}$/u.test(name))
    throw new Fault('INVALID_INPUT', `the name of a receiver has 1 to ${longestName} characters on one line`)
  const { settings: described } = notifier
  const [open, secret] = [described.filter(one => !isSecret(one)), described.filter(isSecret)]
  const all = defineSettings(described, {
    ...within(open, 'settings', draft.settings ?? {}),
    ...within(secret, 'secrets', draft.secrets ?? {}),
  })
  const problems = notifier.problems(all)
  if (problems.length > 0) throw invalidSettings(problems)
  return { name, settings: only(open, all), secrets: only(secret, all) }
}

/** Throws INVALID_SETTINGS for what belongs elsewhere: a secret given as a setting would be shown and written down. */
function within(described: readonly Setting[], place: 'settings' | 'secrets', given: Given): Given {
  const known = new Set(described.map(({ name }) => name))
  const foreign = Object.keys(given).filter(name => !known.has(name))
  if (foreign.length === 0) return given
  const there = known.size === 0 ? 'there are none' : `there are ${[...known].join(', ')}`
  throw invalidSettings(
    foreign.map(name => ({ path: name, problem: `is none of the ${place} of this notifier: ${there}` })),
  )
}

const only = (described: readonly Setting[], all: Settings): Settings =>
  Object.fromEntries(described.flatMap(({ name }) => (all[name] === null ? [] : [[name, all[name]!]])))
