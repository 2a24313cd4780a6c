import type { AlertFilter, AlertSeverity, AlertState } from '../../graphql/alert.ts'

/** Which alerts are shown; it lives in the address. */
export interface ShownAlerts {
  readonly state: AlertState | 'OPEN' | 'ALL'
  readonly severity: AlertSeverity | null
  /** Of this rule, by its id. */
  readonly rule: string | null
  /** Of the series of this key. */
  readonly series: string | null
}

export const shownFirst: ShownAlerts = { state: 'OPEN', severity: null, rule: null, series: null }

const states = ['OPEN', 'FIRING', 'ACKNOWLEDGED', 'RESOLVED', 'ALL'] as const
const severities = ['CRITICAL', 'WARNING', 'INFO'] as const

/** Reads an address; whatever is absent or unreadable takes its default. */
export function readShown(params: URLSearchParams): ShownAlerts {
  const named = (name: string) => params.get(name)?.toUpperCase()
  return {
    state: states.find(one => one === named('state')) ?? shownFirst.state,
    severity: severities.find(one => one === named('severity')) ?? null,
    rule: params.get('rule'),
    series: params.get('series'),
  }
}

/** The address that `readShown` reads back; defaults are left out. */
export function writeShown({ state, severity, rule, series }: ShownAlerts): URLSearchParams {
  const params = new URLSearchParams()
  if (state !== shownFirst.state) params.set('state', state.toLowerCase())
  if (severity !== null) params.set('severity', severity.toLowerCase())
  if (rule !== null) params.set('rule', rule)
  if (series !== null) params.set('series', series)
  return params
}

export const filterOf = ({ state, severity, rule, series }: ShownAlerts): AlertFilter => ({
  states: state === 'ALL' ? null : state === 'OPEN' ? ['FIRING', 'ACKNOWLEDGED'] : [state],
  severities: severity === null ? null : [severity],
  rule,
  series: series === null ? null : [series],
})
