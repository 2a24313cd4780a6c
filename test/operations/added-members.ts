/** Members of families as somebody would add them: one file each, and its line in the registry. */
export interface Added {
  readonly file: string
  readonly text: string
  readonly registry: string
  /** What stands in the registry, and what stands there with the line. */
  readonly line: readonly [before: string, after: string]
  readonly name: string
}

export const members: readonly Added[] = [
  {
    file: 'packages/ml/src/models/half-way.ts',
    registry: 'packages/ml/src/models/registry.ts',
    name: 'halfWay',
    line: ['[seasonalNaive, ', '[seasonalNaive, halfWay, '],
    text: `import type { ClosedFormForecaster } from '../contract/forecaster-family.ts'
import { croppedChannels, enoughHistory } from '../contract/window.ts'

/** Half of the last value, for ever. */
export const halfWay: ClosedFormForecaster = {
  kind: 'half-way',
  how: 'fitted',
  title: 'Half way',
  tagline: 'half of the last value',
  description: 'Half of the last value, for ever.',
  needs: '2 points',
  settings: [],
  longestHorizon: Number.POSITIVE_INFINITY,
  pointsNeeded: () => 2,
  async fit(history, { horizon, season }) {
    enoughHistory(halfWay, history, horizon, season)
    return {
      kind: halfWay.kind,
      lookback: 1,
      forecast: async (windows, horizon) =>
        windows.map(window =>
          croppedChannels(window, 1).map(([last]) => Float64Array.from({ length: horizon }, () => last! / 2)),
        ),
    }
  },
}
`,
  },
  {
    file: 'packages/ml/src/scorers/ceiling.ts',
    registry: 'packages/ml/src/scorers/registry.ts',
    name: 'ceilingDetector',
    line: ['  zscoreDetector,\n', '  zscoreDetector,\n  ceilingDetector,\n'],
    text: `import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { defineValueDetector } from './value-detector.ts'

interface CeilingState extends ScorerState {
  seen: number
}

const ceiling = defineScorer<{ readonly threshold: number }, CeilingState>({
  kind: 'ceiling',
  defaults: { threshold: 3 },
  memory: () => 1,
  initial: ({ threshold }) => ({ threshold, expected: 0, spread: 100, seen: 0 }),
  step(state, value) {
    state.seen++
    return Math.abs(value) / 100
  },
})

/** Nothing may be above three hundred. */
export const ceilingDetector = defineValueDetector({
  kind: 'ceiling',
  title: 'Ceiling',
  tagline: 'three hundred',
  description: 'Distance from zero, in hundreds.',
  name: 'ceiling',
  expectation: { kind: 'usual' },
  scorer: ceiling,
  calibration: 'definition',
})
`,
  },
  {
    file: 'apps/api/src/events/kinds/bell.ts',
    registry: 'apps/api/src/events/kinds/registry.ts',
    name: 'bell',
    line: ['  status,\n', '  status,\n  bell,\n'],
    text: `import type { KindOfEvent } from './contract.ts'

/** Somebody rang: nothing has to be read. */
export const bell: KindOfEvent<'bell', { readonly times: number }, { readonly times: number }> = {
  kind: 'bell',
  weight: () => 1,
  size: () => 1,
  load: async () => (event, series) => ({ kind: 'bell', event, series, times: event.times }),
}
`,
  },
  {
    file: 'apps/api/src/sources/countdown.ts',
    registry: 'apps/api/src/sources/registry.ts',
    name: 'countdown',
    line: ['[generator, file]', '[generator, file, countdown]'],
    text: `import type { Source, SourceBatch } from './contract.ts'

interface Settings {
  readonly key: string
  readonly from: number
}

/** Counts down to one, a point at a time; the cursor is the number reached. */
export const countdown: Source<Settings, number> & { readonly kind: 'countdown' } = {
  kind: 'countdown',
  title: 'Countdown',
  description: 'Counts down to one.',
  async *open({ key, from }, cursor): AsyncGenerator<SourceBatch<number>> {
    for (let left = cursor; left > 0; left--)
      yield {
        points: [
          {
            key,
            series: { key, channels: [{ name: 'left' }] },
            raw: { times: [1_767_225_600_000 + (from - left) * 1_000], values: [[left]] },
          },
        ],
        replace: false,
        unhurried: false,
        after: () => left - 1,
      }
  },
}
`,
  },
  {
    name: 'pigeon',
    file: 'apps/api/src/notifiers/pigeon.ts',
    registry: 'apps/api/src/notifiers/registry.ts',
    line: ['webhook, alertmanager]', 'webhook, alertmanager, pigeon]'],
    text: `import type { Notifier } from './contract.ts'

export const pigeon: Notifier & { readonly kind: 'pigeon' } = {
  kind: 'pigeon',
  title: 'Pigeon',
  description: 'Flies.',
  settings: [],
  repeatEvery: null,
  problems: () => [],
  host: () => '1.1.1.1',
  send: async ({ notice }) => ({ reason: notice.title, lasting: false, retryAfter: null }),
}
`,
  },
]

/** Uses all of them, as the product and its callers do, and prints what came of it. */
export const proof = `import { pino } from 'pino'
import { buildApp } from './src/app.ts'
import { parseConfig } from './src/config.ts'
import { announce } from './src/events/log.ts'
import { forecast } from './src/flows/forecast.ts'
import { runSource } from './src/flows/run-source.ts'
import { createSeries } from './src/flows/series.ts'
import { countdown } from './src/sources/countdown.ts'
import { printed } from './src/schema/print.ts'
import { transaction } from './src/store/database.ts'
import { readPoints } from './src/store/point.ts'
import { requireSeries } from './src/store/series.ts'
import { requestForecast } from '@seriema/domain/forecast'

const databaseUrl = process.env.DATABASE_URL!
const app = await buildApp({ ...parseConfig({}), databaseUrl }, pino({ level: 'silent' }))
const start = Date.UTC(2026, 0, 1)
await createSeries(app, { key: 'watched', detector: 'ceiling' })
const times = Array.from({ length: 20 }, (_, i) => start + i * 1_000)
const values = times.map((_, i) => (i === 10 ? 900 : 8))
const [outcome] = await app.ingest([{ key: 'watched', raw: { times, values: [values] } }], { replace: false })
const made = await forecast(app, await requireSeries(app.db, 'watched'), requestForecast({ horizon: 2, forecaster: 'half-way' }))
const stream = await app.hub.stream({ kinds: ['bell'], seriesIds: null }, null)
await stream.next()
await transaction(app.db, tx => announce(tx, [{ kind: 'bell', seriesId: null, times: 3 }], app.clock()))
const { value } = await stream.next()
const [item] = (value as { items: readonly { kind: string; times?: number }[] }).items
const ended = await runSource(app, countdown, { key: 'counted', from: 4 }, 4, async (_tx, { after }) => ({ cursor: after, news: [] }), new AbortController().signal)
const counted = await readPoints(app.db, await requireSeries(app.db, 'counted'), {})
const receiver = await app.receivers.create('pigeon', { name: 'the coop' })
const { failure } = await app.receivers.test(receiver.id)
const enums = /enum (?:Forecaster|Detector|Notifier)Kind \\{[^}]*\\}/g
process.stdout.write(
  JSON.stringify({
    anomalies: outcome!.anomalies.map(({ value, detector }) => ({ value, detector })),
    forecast: [made.forecaster, ...made.channels[0]!.mean],
    bell: [item!.kind, item!.times],
    countdown: [ended, ...counted.channels[0]!],
    pigeon: failure,
    enums: printed().match(enums)!.join(),
  }),
)
process.exit(0)
`
