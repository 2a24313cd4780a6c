import type { DetectorKind } from '@seriema/domain/anomaly'
import { detectorOf, detectors } from '@seriema/ml/scorers/registry'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { madeBy } from '../detection/made-by.ts'
import { saveForecasts } from '../store/forecast.ts'
import { requireSeries } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createIngest } from './ingest.ts'
import { scoreBatch, type Verdict, verdictsOf } from './score.ts'
import { createSeries } from './series.ts'

const start = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
let made = 0

beforeAll(async () => {
  // It runs each detector once a process: not to be counted among the calls of a case.
  for (const detector of detectors) madeBy(detector)
  ;({ app, close } = await startFlows({ clock: () => start + 10_000_000 }))
})
afterAll(() => close())
afterEach(() => void vi.restoreAllMocks())

const at = (second: number) => start + second * 1_000
const withBudget = (scoreBudget: number) => ({ ...app, config: { ...app.config, scoreBudget } })
/** Ingestion that makes no forecast behind a test's back. */
const ingestWith = (scoreBudget = 1e6) => createIngest({ ...withBudget(scoreBudget), pointsCame: () => {} })

/** A wave with seeded noise. */
function wave(seed: number): (second: number) => number {
  return second => {
    const noise = (Math.imul(second + 7, 2_654_435_761 + seed) >>> 8) / 2 ** 24
    return 50 + 10 * Math.sin(second / 7) + 2 * noise
  }
}

interface Case {
  readonly detector: DetectorKind
  readonly rest: number
  readonly direction: 'both' | 'above'
  readonly history: number
  readonly seed: number
  /** Where points go: how far after the first stored second, and by how much off the wave; null for a missing value. */
  readonly batch: readonly { readonly second: number; readonly off: readonly (number | null)[] }[]
  readonly trouble: 'none' | 'slow' | 'throws'
  readonly throwsAt: number
  readonly forecast: boolean
}

const cases: fc.Arbitrary<Case> = fc.integer({ min: 0, max: 260 }).chain(history =>
  fc.record({
    detector: fc.constantFrom(...detectors.map(({ kind }) => kind)),
    rest: fc.constantFrom(0, 5, 150),
    direction: fc.constantFrom('both' as const, 'above' as const),
    history: fc.constant(history),
    seed: fc.nat(1_000),
    batch: fc.uniqueArray(
      fc.record({
        // Half of the seconds of the history are free: points there come late, on the others they are there already.
        second: fc.oneof(
          { weight: 3, arbitrary: fc.integer({ min: 2 * history, max: 2 * history + 90 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * history + 1 }) },
        ),
        off: fc.array(
          fc.oneof(
            { weight: 6, arbitrary: fc.constant(0) },
            { weight: 3, arbitrary: fc.constantFrom(40, -40, 90) },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
          { minLength: 2, maxLength: 2 },
        ),
      }),
      { selector: ({ second }) => second, minLength: 1, maxLength: 90 },
    ),
    trouble: fc.constantFrom('none' as const, 'none' as const, 'slow' as const, 'throws' as const),
    throwsAt: fc.nat(3),
    forecast: fc.boolean(),
  }),
)

/** A series with points at every other second, two channels, and a forecast of what comes where the case has one. */
async function prepared({ detector, rest, direction, history, seed, forecast }: Case): Promise<string> {
  const key = `q${++made}`
  const channels = [{ name: 'a', unit: '°C' }, { name: 'b' }]
  await createSeries(app, { key, channels, detector, alarmRules: { rest, direction } })
  if (history === 0) return key
  const seconds = Array.from({ length: history }, (_, i) => 2 * i)
  const values = [0, 1].map(c => seconds.map(wave(seed + c)))
  await ingestWith()([{ key, raw: { times: seconds.map(at), values } }], { replace: false })
  if (!forecast) return key
  const level = (value: number) => new Float64Array(50).fill(value)
  const origin = at(2 * history - 2)
  await saveForecasts(app.db, [
    {
      series: await requireSeries(app.db, key),
      asked: null,
      made: {
        forecaster: 'ridge',
        versionId: null,
        fallback: null,
        forecasterReason: '',
        candidates: [],
        origin,
        madeAt: start,
        interval: 1_000,
        step: { unit: 'millisecond', count: 1_000 },
        season: 1,
        times: Float64Array.from({ length: 50 }, (_, i) => origin + (i + 1) * 1_000),
        channels: [0, 1].map(() => ({
          mean: level(50),
          intervals: [{ level: 0.95, lower: level(30), upper: level(70) }],
        })),
      },
    },
  ])
  return key
}

const rawOf = ({ batch, seed }: Case) => ({
  times: batch.map(({ second }) => at(second)),
  values: [0, 1].map(c =>
    batch.map(({ second, off }) => (off[c] === null ? null : wave(seed + c)(second) + (off[c] ?? 0))),
  ),
})

/** From now on the detector throws when it is asked for the nth time. */
function throwAt(detector: DetectorKind, call: number): void {
  vi.restoreAllMocks()
  const member = detectorOf(detector)
  const { judge } = member
  let asked = 0
  vi.spyOn(member, 'judge').mockImplementation((...args) => {
    if (asked++ === call) throw new Error('out of its mind')
    judge(...args)
  })
}

/** What is said of a value that is an anomaly, found or foretold. */
const told = ({ at, channel, value, score, expected, lower, upper, severity, reason }: Verdict) => ({
  at,
  channel,
  value,
  score,
  expected,
  lower,
  upper,
  severity,
  reason,
})

describe('scoring a batch', () => {
  test('says, value by value, what ingesting the same batch then finds', async () => {
    let [found, late, rested] = [0, 0, 0]
    const heard = new Set<string>()
    await fc.assert(
      fc.asyncProperty(cases, async one => {
        vi.restoreAllMocks()
        const key = await prepared(one)
        const series = await requireSeries(app.db, key)
        const raw = rawOf(one)
        const budget = one.trouble === 'slow' ? 0 : 1e6
        if (one.trouble === 'throws') throwAt(one.detector, one.throwsAt)
        const scored = await scoreBatch(withBudget(budget), series, raw)
        const verdicts = await verdictsOf(scored)
        if (one.trouble === 'throws') throwAt(one.detector, one.throwsAt)
        const [outcome] = await ingestWith(budget)([{ key, raw }], { replace: true })
        expect(scored).toMatchObject({ detector: outcome!.detector, fallback: outcome!.fallback })
        expect(scored.rejections).toEqual(outcome!.rejections)
        const anomalies = outcome!.anomalies.map(told).sort((a, b) => a.at - b.at || a.channel - b.channel)
        expect(verdicts.filter(({ severity }) => severity !== null).map(told)).toEqual(anomalies)
        found += anomalies.length
        late += outcome!.anomalies.filter(anomaly => anomaly.late).length
        rested += verdicts.filter(({ score, severity }) => (score ?? 0) > 3 && severity === null).length
        heard.add(outcome!.fallback?.replace(/^\d+ of \d+ values: |the .* (?=has|is|took|failed)/, '') ?? '')
      }),
      { numRuns: 150 },
    )
    // What was to be compared did come up.
    expect(found).toBeGreaterThan(100)
    expect(late).toBeGreaterThan(10)
    expect(rested).toBeGreaterThan(10)
    expect(heard.size).toBeGreaterThan(5)
  }, 120_000)

  test('changes nothing, and a point that is stored already has a score and is no anomaly', async () => {
    const key = `q${++made}`
    await createSeries(app, { key, detector: 'zscore', channels: [{ name: 'a' }] })
    const seconds = Array.from({ length: 60 }, (_, i) => i)
    const raw = { times: seconds.map(at), values: [seconds.map(s => wave(1)(s) + (s === 50 ? 90 : 0))] }
    const [outcome] = await ingestWith()([{ key, raw }], { replace: false })
    expect(outcome!.anomalies).toHaveLength(1)
    const series = await requireSeries(app.db, key)
    const batch = { times: [at(50), at(60)], values: [[raw.values[0]![50], 200]] }
    const verdicts = await verdictsOf(await scoreBatch(app, series, batch))
    expect(verdicts).toMatchObject([
      { at: at(50), score: outcome!.anomalies[0]!.score, severity: null, reason: null },
      { at: at(60), score: expect.any(Number), severity: 'critical' },
    ])
    expect(await requireSeries(app.db, key)).toEqual(series)
  })
})
