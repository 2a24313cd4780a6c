import type { ForecasterKind } from '../../graphql/forecast.ts'
import type { CounterView } from '../../graphql/point.ts'

/** Which stretch of time a chart shows. All but `between` follow the newest point. */
export type Range =
  | { readonly kind: 'last'; readonly count: number }
  | { readonly kind: 'since'; readonly length: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }

/** All that can be chosen on a series page; it lives in the address, so that a link shows what its sender saw. */
export interface View {
  readonly range: Range
  /** Names of the channels shown; null shows the first three. */
  readonly channels: readonly string[] | null
  /** Forecaster asked for; null leaves it to the series. An address may name one that the API does not know. */
  readonly forecaster: ForecasterKind | null
  /** Id of the earlier forecast that is drawn over what came; null draws none. */
  readonly past: string | null
  /** Points in the rolling mean; null draws none. */
  readonly mean: number | null
  /** One lane per channel rather than per unit. */
  readonly split: boolean
  /** How channels that count are shown: by their rates, as they are watched and forecast, or as they were sent. */
  readonly counters: CounterView
}

export const defaultView: View = {
  range: { kind: 'last', count: 300 },
  channels: null,
  forecaster: null,
  past: null,
  mean: null,
  split: false,
  counters: 'RATE',
}

const lengths: Readonly<Record<string, number>> = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 }

/** Reads a view from an address; whatever is absent or unreadable takes its default. */
export function readView(params: URLSearchParams): View {
  const channels = params.getAll('channel')
  return {
    range: readRange(params.get('range')) ?? defaultView.range,
    channels: channels.length > 0 ? channels : null,
    forecaster: readForecaster(params.get('forecaster')),
    past: readId(params.get('past')),
    mean: wholeNumber(params.get('mean'), 2, 1000),
    split: params.get('lanes') === 'split',
    counters: params.get('counters') === 'readings' ? 'READING' : 'RATE',
  }
}

/** The view without a forecaster that is not among the known ones; itself while none are known. */
export function knownView(view: View, forecasters: readonly { readonly kind: ForecasterKind }[] | null): View {
  const { forecaster } = view
  if (forecaster === null || forecasters === null || forecasters.some(({ kind }) => kind === forecaster)) return view
  return { ...view, forecaster: null }
}

/** The address that `readView` reads back; defaults are left out. */
export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams()
  const range = writeRange(view.range)
  if (range !== writeRange(defaultView.range)) params.set('range', range)
  for (const channel of view.channels ?? []) params.append('channel', channel)
  if (view.forecaster) params.set('forecaster', view.forecaster.toLowerCase().replaceAll('_', '-'))
  if (view.past) params.set('past', view.past)
  if (view.mean) params.set('mean', String(view.mean))
  if (view.split) params.set('lanes', 'split')
  if (view.counters === 'READING') params.set('counters', 'readings')
  return params
}

/** The name of a kind, `seasonal-naive` in an address; the API says whether there is one of that name. */
function readForecaster(text: string | null): ForecasterKind | null {
  if (text === null || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/i.test(text)) return null
  return text.toUpperCase().replaceAll('-', '_') as ForecasterKind
}

const readId = (text: string | null): string | null => (text !== null && /^[\w+/=-]{1,64}$/.test(text) ? text : null)

function readRange(text: string | null): Range | null {
  if (text === null) return null
  if (text === 'all') return { kind: 'all' }
  const length = lengths[text]
  if (length) return { kind: 'since', length }
  const count = wholeNumber(text, 10, 10_000)
  if (count) return { kind: 'last', count }
  const [from, to] = text.split('/').map(part => Date.parse(part))
  return from !== undefined && to !== undefined && from < to ? { kind: 'between', from, to } : null
}

export function writeRange(range: Range): string {
  if (range.kind === 'last') return String(range.count)
  if (range.kind === 'all') return 'all'
  if (range.kind === 'between') return `${new Date(range.from).toISOString()}/${new Date(range.to).toISOString()}`
  return Object.keys(lengths).find(name => lengths[name] === range.length) ?? '24h'
}

function wholeNumber(text: string | null, least: number, most: number): number | null {
  const value = text !== null && /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : null
}
