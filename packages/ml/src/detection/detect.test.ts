import { type AlarmRules, defaultAlarmRules } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Detector } from '../contract/detector.ts'
import { defineScorer } from '../contract/scorer.ts'
import { detectorOf, detectors } from '../scorers/registry.ts'
import { defineValueDetector } from '../scorers/value-detector.ts'
import { copied } from '../statistics/plain-data.ts'
import { newBaseline, scoreInOrder } from './baseline.ts'
import { type Detected, detect } from './detect.ts'
import { judge, runToEnd } from './judge.ts'
import { type Knowledge, learn, newDetectorState } from './knowledge.ts'

/** What a scorer of a user's own needs to be a detector: nothing else names it. */
const jump = defineValueDetector({
  kind: 'jump',
  title: 'Jump',
  tagline: 'the value before',
  description: 'Distance from the value before.',
  name: 'jump detector',
  expectation: { kind: 'mean', window: 1 },
  calibration: 'definition',
  scorer: defineScorer({
    kind: 'jump',
    defaults: { threshold: 3 },
    memory: () => 1,
    initial: ({ threshold }) => ({ threshold, expected: Number.NaN, spread: 1 }),
    step(state: { threshold: number; expected: number; spread: number; last?: number }, value) {
      state.expected = state.last ?? Number.NaN
      state.last = value
      return Math.abs(value - state.expected)
    },
  }),
})

const wave = (i: number) => 10 * Math.sin(i / 5) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 100) / 60
const columns = (first: number, values: readonly number[]): PointColumns => ({
  times: Float64Array.from(values, (_, i) => first + i),
  channels: [Float64Array.from(values), Float64Array.from(values, value => -value)],
})
const past = columns(
  0,
  Array.from({ length: 400 }, (_, i) => wave(i)),
)
const series = (rules: Partial<AlarmRules> = {}) => ({
  channels: [{ unit: 'bar' }, { unit: null }],
  alarmRules: { ...defaultAlarmRules, ...rules },
  suppressions: [],
  timeZone: 'UTC',
  pointCount: 400,
  lastAt: 399,
})
const level = (value: number) => new Float64Array(600).fill(value)
const forecast = {
  forecaster: 'ridge' as const,
  origin: -1,
  step: { unit: 'millisecond' as const, count: 1 },
  channels: [0, 1].map(() => ({
    mean: level(0),
    intervals: [{ level: 0.95, lower: level(-20), upper: level(20) }],
  })),
}

/** What is known after the past. */
function knowledgeOf(detector: Detector, rules: AlarmRules): Knowledge {
  const chosen = newDetectorState(detector, series(), 0)
  runToEnd(learn(detector, chosen, series(rules), past, () => forecast))
  const baseline = newBaseline(2)
  scoreInOrder(baseline, past, false)
  return { baseline, chosen, fallback: null }
}

const values = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -12, max: 12, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(90, -90, 25, Number.NaN) },
  ),
  { minLength: 1, maxLength: 200 },
)
const inOrder = (list: readonly number[]) => ({
  inOrder: { points: columns(400, list), forecast },
  outOfOrder: { points: columns(0, []), forecast: null },
  around: columns(0, []),
})

describe.each([...detectors, jump].map(one => [one.kind, one] as const))('%s', (_, detector) => {
  const rules = { ...defaultAlarmRules, rest: 12 }
  const known = knowledgeOf(detector, rules)
  const detected = (list: readonly number[], knowledge: Knowledge, inFull = false) =>
    runToEnd(detect(detector, series(rules), inOrder(list), knowledge, inFull))

  /** Instants and channels of the values that the detector, or else the baseline, has something to say of. */
  const sayable = (list: readonly number[]): ReadonlySet<string> => {
    const { points } = inOrder(list).inOrder
    const { baseline, chosen } = copied(known)
    const { columns } = runToEnd(judge(detector, chosen!.channels, points, () => forecast, true))
    const instead = scoreInOrder(baseline, points, true)
    return new Set(
      columns.flatMap(({ scored }, channel) =>
        [...scored, ...instead[channel]!].map(({ index }) => `${points.times[index]} ${channel}`),
      ),
    )
  }

  test('finds the same whether every value is to be told or not, and tells every one that anything can be said of', () => {
    fc.assert(
      fc.property(values, list => {
        const brief = detected(list, copied(known))
        const { detection, knowledge } = detected(list, copied(known), true)
        expect(detection).toEqual({ ...brief.detection, scores: detection.scores })
        expect(knowledge).toEqual(brief.knowledge)
        expect(new Set(detection.scores.map(({ at, channel }) => `${at} ${channel}`))).toEqual(sayable(list))
        for (const { at, channel, score, expected } of detection.findings)
          expect(detection.scores).toContainEqual(expect.objectContaining({ at, channel, score, expected }))
      }),
      { numRuns: 40 },
    )
  })

  test('finds the same in two batches as in one, the rest after an alarm included', () => {
    fc.assert(
      fc.property(values, fc.nat(200), (list, cut) => {
        const whole = detected(list, copied(known))
        const first = detected(list.slice(0, cut), copied(known))
        const points = columns(400 + Math.min(cut, list.length), list.slice(cut))
        const news = { ...inOrder([]), inOrder: { points, forecast } }
        const second = runToEnd(detect(detector, series(rules), news, first.knowledge))
        expect([...first.detection.findings, ...second.detection.findings]).toEqual(whole.detection.findings)
        if (list.slice(0, cut).length > 0) expect(second.knowledge.chosen).toEqual(whole.knowledge.chosen)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the baseline speaks', () => {
  const ensemble = detectorOf('ensemble')
  const zscore = detectorOf('zscore')
  const spiky = Array.from({ length: 200 }, (_, i) => (i === 150 ? 90 : wave(400 + i)))
  const alone = runToEnd(detect(zscore, series(), inOrder(spiky), knowledgeOf(zscore, defaultAlarmRules)))
  const places = ({ detection }: Detected) =>
    detection.findings.map(({ at, channel, detector }) => [at, channel, detector])

  test('for a detector that is thrown out of its work for the time it takes, in the words of whoever did so', () => {
    const work = detect(ensemble, series(), inOrder(spiky), knowledgeOf(ensemble, defaultAlarmRules))
    for (let i = 0; i < 3; i++) expect(work.next().done).toBe(false)
    const { done, value } = work.throw(new Fault('TIMED_OUT', 'too slow'))
    expect(done).toBe(true)
    const outcome = value as Detected
    expect(outcome.detection).toMatchObject({ detector: 'zscore', fallback: 'too slow', remarkable: true })
    expect(outcome.knowledge).toMatchObject({ chosen: null, fallback: 'too slow' })
    expect(places(outcome)).toEqual(places(alone))
    expect(outcome.detection.findings.length).toBeGreaterThan(0)
  })

  test('for one that throws, by its name', () => {
    const broken: Detector = {
      ...jump,
      judge: () => {
        throw new Error('broken')
      },
    }
    const knowledge = { ...knowledgeOf(zscore, defaultAlarmRules), chosen: newDetectorState(broken, series(), 400) }
    const outcome = runToEnd(detect(broken, series(), inOrder(spiky), knowledge))
    expect(outcome.detection).toMatchObject({
      detector: 'zscore',
      fallback: 'the jump detector failed',
      remarkable: true,
    })
    expect(places(outcome)).toEqual(places(alone))
  })

  test('for one that has not seen enough, which is no news, and leaves the rest of the batch to it', () => {
    const { baseline } = knowledgeOf(zscore, defaultAlarmRules)
    const knowledge = { baseline, chosen: newDetectorState(ensemble, series(), 400), fallback: null }
    const { detection } = runToEnd(detect(ensemble, series(), inOrder(spiky), knowledge))
    expect(detection).toMatchObject({ detector: 'ensemble', remarkable: false })
    expect(detection.fallback).toBe('300 of 400 values: the ensemble has not seen enough points yet')
  })

  test('knowing when the level wanders, which a z-score that was chosen does not ask', () => {
    const step = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 1_000 - 0.5
    const walk = (seed: number) => {
      let level = 50
      return Array.from({ length: 140 }, (_, i) => (level += step(seed * 1_000 + i)))
    }
    const found = (detector: Detector) =>
      Array.from({ length: 30 }, (_, seed) => {
        const knowledge = { baseline: newBaseline(2), chosen: newDetectorState(detector, series(), 0), fallback: null }
        return runToEnd(detect(detector, series(), inOrder(walk(seed)), knowledge)).detection.findings
      }).flat()
    const [chosen, instead] = [found(zscore), found(ensemble)]
    expect(chosen.every(({ detector, fallback }) => detector === 'zscore' && fallback === null)).toBe(true)
    expect(instead.every(({ detector, fallback }) => detector === 'zscore' && fallback !== null)).toBe(true)
    expect(instead.length).toBeLessThan(chosen.length / 4)
  })

  test('for points that come late, each against those before its instant, and nobody learns them', () => {
    const known = knowledgeOf(ensemble, defaultAlarmRules)
    const late = columns(200, [90])
    const news = { inOrder: { points: columns(400, []), forecast: null }, outOfOrder: { points: late, forecast: null } }
    const { detection, knowledge } = runToEnd(detect(ensemble, series(), { ...news, around: past }, copied(known)))
    expect(detection.findings).toMatchObject([
      { at: 200, channel: 0, late: true, detector: 'zscore' },
      { at: 200, channel: 1, late: true, detector: 'zscore' },
    ])
    const before = Array.from(past.channels[0]!.subarray(150, 200))
    expect(detection.findings[0]!.expected).toBeCloseTo(before.reduce((sum, value) => sum + value) / 50, 9)
    expect(knowledge).toEqual(known)
  })
})
