/** How much an alert matters, the least first. */
export const alertSeverities = ['info', 'warning', 'critical'] as const
export type AlertSeverity = (typeof alertSeverities)[number]

/** How many alerts of each severity are open. */
export type AlertCounts = Readonly<Record<AlertSeverity, number>>

/** Firing until somebody has taken it on; resolved once what was seen is over, or somebody says so. */
export const alertStates = ['firing', 'acknowledged', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

/** What a rule makes one alert of: each series, all with the same value of an attribute, or all that it watches. */
export const groupings = ['series', 'attribute', 'rule'] as const
export type Grouping = (typeof groupings)[number]

/** What happens to an alert, in the words of its timeline. */
export const alertEntryKinds = ['fired', 'joined', 'left', 'escalated', 'acknowledged', 'resolved', 'note'] as const
export type AlertEntryKind = (typeof alertEntryKinds)[number]

/** Characters of a note. */
const noteAtMost = 2_000

/** What somebody writes beside an act; null where it is empty. */
export function alertNote(text: string | null | undefined): string | null {
  const note = text?.trim().slice(0, noteAtMost) ?? ''
  return note === '' ? null : note
}
