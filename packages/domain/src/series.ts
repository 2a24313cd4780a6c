import { Fault } from './fault.ts'
import { type DeclaredStep, defineStep, type StepDraft } from './step.ts'
import { timeZone } from './time-zone.ts'

/**
 * Of a gauge its values are watched and forecast. A counter only ever goes on, or begins again at zero: of that it is its
 * rate, the increase per step of the series.
 */
export type ChannelKind = 'gauge' | 'counter'

/** A measured quantity of a series. A value outside `minimum`…`maximum` is implausible and rejected. */
export interface Channel {
  readonly name: string
  readonly kind: ChannelKind
  readonly unit: string | null
  readonly minimum: number | null
  readonly maximum: number | null
}

export interface Attribute {
  readonly name: string
  readonly value: string
}

/** What an owner says of a series when creating it, checked. */
export interface SeriesDefinition {
  readonly key: string
  readonly title: string | null
  readonly description: string | null
  readonly channels: readonly Channel[]
  readonly attributes: readonly Attribute[]
  /** Declared sampling interval in milliseconds; null leaves it to be inferred. */
  readonly interval: number | null
  /** Declared step, in place of an interval; null leaves it to be inferred. */
  readonly step: DeclaredStep | null
  /** IANA zone whose calendar its steps are counted by. */
  readonly timeZone: string
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | null | undefined }

/** A definition as it arrives from outside, before anything is known about it. */
export type SeriesDraft = Optional<Omit<SeriesDefinition, 'key' | 'channels' | 'attributes' | 'step'>> & {
  readonly key: string
  readonly step?: StepDraft | null | undefined
  readonly channels?: readonly (Optional<Omit<Channel, 'name'>> & { readonly name: string })[] | null | undefined
  readonly attributes?: readonly Attribute[] | null | undefined
}

/** How much a series may have of each; `interval` in milliseconds, up to ten years. */
export const seriesBounds = {
  keyLength: 128,
  channels: 64,
  attributes: 64,
  nameLength: 128,
  textLength: 2_000,
  interval: [1, 10 * 365.25 * 86_400_000],
} as const

const keyPattern = new RegExp(`^[A-Za-z0-9_]{1,${seriesBounds.keyLength}}$`)

/** Letters, digits and underscore, 1 to 128 of them. Throws INVALID_SERIES_KEY. */
export function parseSeriesKey(key: string): string {
  if (!keyPattern.test(key))
    throw new Fault(
      'INVALID_SERIES_KEY',
      `a series key has 1 to ${seriesBounds.keyLength} letters, digits or underscores`,
      { key },
    )
  return key
}

/** Throws INVALID_SERIES_KEY or INVALID_INPUT, naming the field and what it may be. */
export function defineSeries(draft: SeriesDraft): SeriesDefinition {
  if (draft.interval != null && draft.step != null) throw twoSteps
  return {
    key: parseSeriesKey(draft.key),
    title: text('title', draft.title),
    description: text('description', draft.description),
    channels: defineChannels(draft.channels ?? [{ name: 'value' }]),
    attributes: defineAttributes(draft.attributes ?? []),
    interval: defineInterval(draft.interval),
    step: defineStep(draft.step),
    timeZone: defineTimeZone(draft.timeZone),
  }
}

export const twoSteps = new Fault(
  'INVALID_INPUT',
  'give an interval in milliseconds or a step of the calendar, not both',
)

/** UTC where none is given. Throws INVALID_INPUT. */
export const defineTimeZone = (name: string | null | undefined): string => timeZone(name ?? 'UTC').name

/** A positive number of milliseconds up to ten years, or null. Throws INVALID_INPUT. */
export function defineInterval(interval: number | null | undefined): number | null {
  if (interval == null) return null
  const [shortest, longest] = seriesBounds.interval
  if (!(interval >= shortest && interval <= longest))
    throw new Fault('INVALID_INPUT', 'interval is in milliseconds: at least 1, at most ten years', { interval })
  return interval
}

/** At most 64 attributes with unlike names. Throws INVALID_INPUT. */
export function defineAttributes(attributes: readonly Attribute[]): readonly Attribute[] {
  if (attributes.length > seriesBounds.attributes)
    throw new Fault('INVALID_INPUT', `a series has at most ${seriesBounds.attributes} attributes`)
  requireUnlike('attribute', attributes)
  return attributes.map(({ name, value }) => ({ name: label('attribute name', name), value: label(name, value) }))
}

/** The text without surrounding space, null when nothing is left. Throws INVALID_INPUT when too long. */
export function text(field: string, value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? ''
  if (trimmed.length > seriesBounds.textLength)
    throw new Fault('INVALID_INPUT', `${field} has at most ${seriesBounds.textLength} characters`)
  return trimmed === '' ? null : trimmed
}

function defineChannels(drafts: NonNullable<SeriesDraft['channels']>): readonly Channel[] {
  if (drafts.length < 1 || drafts.length > seriesBounds.channels)
    throw new Fault('INVALID_INPUT', `a series has 1 to ${seriesBounds.channels} channels, not ${drafts.length}`)
  requireUnlike('channel', drafts)
  return drafts.map(({ name, kind, unit, minimum, maximum }) => {
    if (minimum != null && maximum != null && !(minimum < maximum))
      throw new Fault('INVALID_INPUT', `channel ${name}: minimum ${minimum} must be below maximum ${maximum}`)
    return {
      name: label('channel name', name),
      kind: kind ?? 'gauge',
      unit: text('unit', unit),
      minimum: minimum ?? null,
      maximum: maximum ?? null,
    }
  })
}

/** What is said anew of a channel. */
export interface ChannelChange {
  readonly name: string
  readonly kind?: ChannelKind | null | undefined
}

/** The channels with what is said anew of some, by name. Throws INVALID_INPUT for a name that none has. */
export function changeChannels(channels: readonly Channel[], changes: readonly ChannelChange[]): readonly Channel[] {
  requireUnlike('channel', changes)
  for (const { name } of changes)
    if (!channels.some(channel => channel.name === name))
      throw new Fault('INVALID_INPUT', `there is no channel ${name}: it has ${channels.map(c => c.name).join(', ')}`)
  return channels.map(channel => {
    const kind = changes.find(({ name }) => name === channel.name)?.kind
    return kind == null ? channel : { ...channel, kind }
  })
}

function label(field: string, value: string): string {
  const trimmed = value.trim()
  if (trimmed === '' || trimmed.length > seriesBounds.nameLength)
    throw new Fault('INVALID_INPUT', `${field} has 1 to ${seriesBounds.nameLength} characters`)
  return trimmed
}

function requireUnlike(what: string, items: readonly { readonly name: string }[]): void {
  const seen = new Set<string>()
  for (const { name } of items) {
    if (seen.has(name)) throw new Fault('INVALID_INPUT', `two ${what}s are named ${name}`)
    seen.add(name)
  }
}
