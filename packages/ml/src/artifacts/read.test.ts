import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibrate } from '../calibration/conformal.ts'
import { encode } from '../graph/encode.ts'
import { negate } from '../graph/ops/elementwise.ts'
import { input } from '../graph/tensor.ts'
import { zscoreKind } from '../watching/fixed.ts'
import type { About } from './description.ts'
import { readArtifact } from './read.ts'
import { servableSeasonalNaive } from './seasonal-naive.ts'
import { describeTraining } from './statistics.ts'
import { watchingArtifact } from './watching.ts'
import { forecastArtifact } from './write.ts'

const day = 86_400_000
const history = { channels: [Float64Array.of(3, 1, 2, 5, 4), Float64Array.of(1e9, 1e9, 1e9, 1e9, 1e9)], interval: day }
const about: About = {
  version: '1.2.3',
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  channels: [
    { name: 'temperature', unit: '°C' },
    { name: 'count "of" doors', unit: null },
  ],
  series: 'hall_1',
  interval: day,
  training: describeTraining(history, Date.UTC(2025, 0, 1)),
}
const servable = servableSeasonalNaive({ season: 2, horizon: 3, channels: 2 })
const calibration = calibrate([[Float64Array.of(1, 2)], [Float64Array.of(1, 2)]])
const scored = { lookback: 1, threshold: 3 }
const whole = forecastArtifact(servable, about, { calibration, levels: [0.8, 0.5] })

test('an artifact says all of what was known when it was written', () => {
  expect(readArtifact(whole)).toEqual({
    ...about,
    ...{
      task: 'forecast',
      kind: 'seasonal-naive',
      settings: { season: 2 },
      lookback: 2,
      horizon: 3,
      levels: [0.5, 0.8],
    },
    inputs: { past: expect.stringContaining('[batch, lookback, channels]') },
    outputs: {
      forecast: expect.stringContaining('[batch, horizon, channels]'),
      lower: expect.stringContaining('[batch, levels, horizon, channels]'),
      upper: expect.stringContaining('[batch, levels, horizon, channels]'),
    },
  })
  const { series, interval, training, ...least } = about
  const plain = readArtifact(forecastArtifact(servable, least))
  expect(plain).toMatchObject({ ...least, levels: [] })
  expect(['series', 'interval', 'training', 'origin'].filter(key => key in plain)).toEqual([])
  const values = [Float64Array.of(1, 2), Float64Array.of(3, 4)]
  const bound = forecastArtifact({ kind: 'mstl', settings: { season: 7 }, values, origin: day }, about)
  expect(readArtifact(bound)).toMatchObject({ kind: 'mstl', lookback: 0, horizon: 2, origin: day, inputs: {} })
  const scorer = readArtifact(
    watchingArtifact(
      zscoreKind,
      [
        { mean: 1, deviation: 2 },
        { mean: 3, deviation: 4 },
      ],
      about,
      scored,
    ),
  )
  expect(scorer).toMatchObject({ task: 'score', kind: 'zscore', settings: { threshold: 3 }, horizon: 0 })
})

test('the statistics of the training data are those of the textbook', () => {
  expect(about.training).toEqual({
    points: 5,
    from: Date.UTC(2025, 0, 1),
    to: Date.UTC(2025, 0, 5),
    channels: [
      { mean: 3, deviation: Math.sqrt(2), least: 1, greatest: 5, quantiles: [1.2, 2, 3, 4, 4.8] },
      { mean: 1e9, deviation: 0, least: 1e9, greatest: 1e9, quantiles: [1e9, 1e9, 1e9, 1e9, 1e9] },
    ],
  })
})

test('the same model and words make the same bytes', () => {
  expect(forecastArtifact(servable, about, { calibration, levels: [0.5, 0.8] })).toEqual(whole)
})

test('channels that are not described, or errors that are not known, are refused', () => {
  const one = { ...about, channels: about.channels.slice(0, 1) }
  expect(() => forecastArtifact(servable, one)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  expect(() => watchingArtifact(zscoreKind, [], about, scored)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  )
  const few = () => forecastArtifact(servable, about, { calibration: calibrate([[]]), levels: [0.8] })
  expect(few).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  const none = () => forecastArtifact(servable, about, { calibration: calibrate([[], []]), levels: [0.8] })
  expect(none).toThrow(expect.objectContaining({ code: 'INSUFFICIENT_DATA' }))
})

const x = input('past', ['batch', 2, 2], 'float64')
const file = (metadata: Record<string, string>) => encode({ outputs: { forecast: negate(x) }, metadata })
const good = {
  ...{ 'seriema.format': '1', 'seriema.version': '1', 'seriema.created_at': '2026-01-02T03:04:05.000Z' },
  ...{ 'seriema.task': 'forecast', 'seriema.kind': 'ridge', 'seriema.settings': '{}', 'seriema.levels': '[]' },
  ...{ 'seriema.channels': '[{"name":"a","unit":null}]', 'seriema.lookback': '2', 'seriema.horizon': '2' },
  ...{ 'seriema.input.past': 'past', 'seriema.output.forecast': 'what comes' },
}

test('a file that is not of ours, or of a later format, is named as such', () => {
  expect(readArtifact(file(good)).kind).toBe('ridge')
  expect(() => readArtifact(file({}))).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_MODEL' }))
  const later = () => readArtifact(file({ ...good, 'seriema.format': '2' }))
  expect(later).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_MODEL', message: expect.stringContaining('format is 2') }),
  )
  expect(() => readArtifact(new TextEncoder().encode('PK zip'))).toThrow(
    expect.objectContaining({ code: 'UNREADABLE_FILE' }),
  )
  expect(() => readArtifact(new Uint8Array())).toThrow(expect.objectContaining({ code: 'UNREADABLE_FILE' }))
})

test.each([
  ['version', undefined],
  ['created_at', 'yesterday'],
  ['task', 'dream'],
  ['kind', 'oracle'],
  ['settings', '['],
  ['channels', '[]'],
  ['channels', '[{"name":1,"unit":null}]'],
  ['lookback', '-1'],
  ['levels', '[true]'],
  ['training', '{"points":1}'],
  ['origin', '2026-13-01T00:00:00.000Z'],
])('seriema.%s = %s is a damage that is named', (key, value) => {
  const { [`seriema.${key}` as keyof typeof good]: _, ...rest } = good
  const damaged = () => readArtifact(file(value === undefined ? rest : { ...rest, [`seriema.${key}`]: value }))
  expect(damaged).toThrow(
    expect.objectContaining({ code: 'UNREADABLE_FILE', message: expect.stringContaining(`seriema.${key}`) }),
  )
})

test('a description of other inputs or outputs than the file has is a damage', () => {
  const described = () => readArtifact(file({ ...good, 'seriema.output.lower': 'there is none' }))
  expect(described).toThrow(expect.objectContaining({ code: 'UNREADABLE_FILE' }))
})

test('whatever the bytes, reading them ends in a description or in a Fault', () => {
  const read = (bytes: Uint8Array) => {
    try {
      readArtifact(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(Fault)
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), read))
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => read(whole.with(at, byte))),
    { numRuns: 500 },
  )
  fc.assert(fc.property(fc.nat(whole.length - 1), length => read(whole.slice(0, length))))
})
