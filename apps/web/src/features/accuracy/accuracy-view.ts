import type { AccuracyMeasure, AccuracyOwner, AccuracyRank, AccuracySubject } from '../../graphql/accuracy.ts'

export const subjects = ['SERIES', 'SPEAKER', 'GROUP', 'ATTRIBUTE'] as const satisfies readonly AccuracySubject[]
export const measures = [
  'MASE',
  'MAPE',
  'MAE',
  'RMSE',
  'BIAS',
  'R2',
  'COVERAGE',
] as const satisfies readonly AccuracyMeasure[]
export const windows = [7, 30, 90, 365] as const
/** By the most steps of each; what is farther is seldom forecast. */
export const leadChoices = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const

/** All that can be chosen on the page; it lives in the address, so that a link shows what its sender saw. */
export interface AccuracyView {
  readonly by: (typeof subjects)[number]
  /** Name of the attribute whose values are ranked. */
  readonly attribute: string
  readonly measure: AccuracyMeasure
  readonly days: number
  /** The most steps ahead of those looked at; null: any. */
  readonly lead: number | null
  /** Whose curve is shown; null: nobody's. */
  readonly chosen: AccuracyOwner | null
}

export const usualView: AccuracyView = {
  by: 'SERIES',
  attribute: '',
  measure: 'MASE',
  days: 30,
  lead: null,
  chosen: null,
}

/** Reads a view from an address; whatever is absent or unreadable takes its default. */
export function readAccuracyView(params: URLSearchParams): AccuracyView {
  const one = <T extends string | number>(all: readonly T[], name: string): T | undefined =>
    all.find(value => String(value).toLowerCase() === params.get(name)?.toLowerCase())
  return {
    by: one(subjects, 'by') ?? usualView.by,
    attribute: params.get('attribute') ?? '',
    measure: one(measures, 'measure') ?? usualView.measure,
    days: one(windows, 'days') ?? usualView.days,
    lead: one(leadChoices, 'lead') ?? null,
    chosen: readOwner(params.get('of')),
  }
}

/** The address that `readAccuracyView` reads back; defaults are left out. */
export function writeAccuracyView(view: AccuracyView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.by !== usualView.by) params.set('by', view.by.toLowerCase())
  if (view.attribute !== '') params.set('attribute', view.attribute)
  if (view.measure !== usualView.measure) params.set('measure', view.measure.toLowerCase())
  if (view.days !== usualView.days) params.set('days', String(view.days))
  if (view.lead !== null) params.set('lead', String(view.lead))
  if (view.chosen !== null) params.set('of', JSON.stringify(view.chosen))
  return params
}

/** One of what an owner can be, given as texts; null for anything else. */
function readOwner(text: string | null): AccuracyOwner | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null')
    if (typeof read !== 'object' || read === null) return null
    const [entry, ...more] = Object.entries(read)
    if (entry === undefined || more.length > 0) return null
    const [name, value] = entry
    const texts = (given: unknown) => typeof given === 'string'
    if (['series', 'group', 'version', 'kind'].includes(name) && texts(value)) return read as AccuracyOwner
    const attribute = name === 'attribute' && typeof value === 'object' && value !== null && Object.values(value)
    return attribute && attribute.length === 2 && attribute.every(texts) && 'name' in value && 'value' in value
      ? (read as AccuracyOwner)
      : null
  } catch {
    return null
  }
}

/** Whose forecasts a line of the ranking is about. */
export function ownerOf({ series, group, speaker, value }: AccuracyRank, attribute: string): AccuracyOwner | null {
  if (series) return { series: series.key }
  if (group) return { group: group.name }
  if (speaker) return speaker.version ? { version: speaker.version.id } : { kind: speaker.kind }
  return value === null ? null : { attribute: { name: attribute, value } }
}

const day = 86_400_000

/** When the first of the last so many days of UTC began, as the API takes it; it stays the same all day. */
export const daysBack = (now: number, days: number): string =>
  new Date(Math.floor(now / day) * day - (days - 1) * day).toISOString()
