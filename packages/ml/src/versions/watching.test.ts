import { plainRecipe } from '@seriema/domain/recipe'
import { defineSettings } from '@seriema/domain/setting'
import * as ort from 'onnxruntime-node'
import { describe, expect, test, vi } from 'vitest'
import { readArtifact } from '../artifacts/read.ts'
import type { ScoredValue } from '../contract/detector.ts'
import type { Member } from '../contract/trainable.ts'
import type { WatchingKind } from '../contract/watching.ts'
import { judge, noForecasts, runToEnd } from '../detection/judge.ts'
import { generator } from '../training/random.ts'
import { watchingKinds } from '../watching/registry.ts'
import { trainedDetector, watchingOf } from './detector.ts'
import { trainVersion } from './train.ts'
import { tryVersion } from './trial.ts'

/** Sessions of a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const points = 900
const about = { version: '1.2.3', createdAt: begin, scope: 'demo' }

/** A day's wave with noise in two channels, as it goes on from a place. */
function wave(from: number, count: number, level = 20, seed = 3) {
  const random = generator(seed + from)
  const noise = () => random() + random() + random() - 1.5
  const channel = (sign: number) =>
    Float64Array.from({ length: count }, (_, i) => level + 5 * sign * Math.sin(((from + i) * Math.PI) / 12) + noise())
  const times = Float64Array.from({ length: count }, (_, i) => begin + (from + i) * hour)
  return { times, channels: [channel(1), channel(-1)] }
}

const member = (columns: Pick<Member, 'times' | 'channels'>): Member => ({
  key: 'demo',
  ...columns,
  attributes: [],
  step: { unit: 'millisecond', count: hour },
  timeZone: 'UTC',
})

/** Short enough for what is shown here. */
const short = (kind: string) => (kind === 'residual' ? { lookback: 48 } : {})

const train = ({ kind, settings }: WatchingKind, columns = wave(0, points), chosen: object = short(kind), seed = 7) =>
  trainVersion(
    {
      kind,
      settings: defineSettings(settings, { ...chosen }),
      recipe: plainRecipe,
      channels: ['a', 'b'].map(name => ({ name, unit: null })),
      members: [member(columns)],
      seed,
    },
    about,
  )

const scoresOf = (artifact: Uint8Array, columns: Pick<Member, 'times' | 'channels'>, before?: typeof columns) => {
  const detector = trainedDetector(artifact)
  const states = columns.channels.map(() => detector.initial())
  if (before !== undefined) runToEnd(judge(detector, states, before, noForecasts, true))
  return runToEnd(judge(detector, states, columns, noForecasts, true)).columns
}

/** A run on every window of a channel pair, oldest first. */
async function served(artifact: Uint8Array, channels: readonly Float64Array[]) {
  const { lookback } = readArtifact(artifact)
  const session = await ort.InferenceSession.create(artifact, { executionProviders: ['cpu'], intraOpNumThreads: 1 })
  const rows = channels[0]!.length - lookback + 1
  const values = new Float64Array(rows * lookback * channels.length)
  for (let row = 0, at = 0; row < rows; row++)
    for (let i = 0; i < lookback; i++) for (const channel of channels) values[at++] = channel[row + i]!
  const [name] = session.inputNames as [string]
  const shape = lookback === 1 ? [rows, channels.length] : [rows, lookback, channels.length]
  const run = await session.run({ [name]: new ort.Tensor('float64', values, shape) })
  await session.release()
  const column = (output: string, row: number, channel: number) =>
    Number((run[output]!.data as Float64Array)[row * channels.length + channel])
  return { lookback, rows, column }
}

const shareAbove = (scored: readonly ScoredValue[], threshold: number): number =>
  scored.filter(({ score }) => score > threshold).length / scored.length

describe.each(watchingKinds.map(kind => [kind.kind, kind] as const))('a trained %s', (_, kind) => {
  test.each([20, 1e9])('says of values what its file says to any ONNX runtime, around %d', async level => {
    const { artifact } = await train(kind, wave(0, points, level))
    const news = wave(points, 200, level)
    news.channels[0]![150] = level + 30
    news.channels[1]![160] = level
    const columns = scoresOf(artifact, news)
    const { lookback, rows, column } = await served(artifact, news.channels)
    for (const [channel, { scored, silent }] of columns.entries()) {
      expect(scored).toHaveLength(rows)
      expect(silent.slice(0, lookback - 1).every(one => one === 1)).toBe(true)
      for (const [row, { index, score, lower, upper }] of scored.entries()) {
        expect(index).toBe(row + lookback - 1)
        expect(Math.abs(column('score', row, channel) - score)).toBeLessThan(1e-5 * Math.max(1, score))
        expect(Math.abs(column('lower', row, channel) - lower)).toBeLessThan(1e-5)
        expect(Math.abs(column('upper', row, channel) - upper)).toBeLessThan(1e-5)
        expect(column('anomaly', row, channel)).toBe(score > 3 ? 1 : 0)
      }
    }
  })

  test('has no score for a window with a missing value in its file, and goes on without it when it is fed', async () => {
    const { artifact } = await train(kind)
    const news = wave(points, 120)
    news.channels[0]![100] = Number.NaN
    const { lookback, rows, column } = await served(artifact, news.channels)
    for (let row = 0; row < rows; row++) {
      const holds = row <= 100 && 100 < row + lookback
      expect(Number.isNaN(column('score', row, 0))).toBe(holds)
      expect(Number.isNaN(column('score', row, 1))).toBe(false)
    }
    const [{ scored, silent }] = scoresOf(artifact, news, wave(points - 300, 300)) as [
      ReturnType<typeof scoresOf>[number],
    ]
    expect(scored.map(({ index }) => index)).toEqual([...news.times.keys()].filter(i => i !== 100))
    expect(silent.some(one => one === 1)).toBe(false)
  })

  test('is quiet on what is like its training, and hears what is not', async () => {
    const { artifact } = await train(kind, wave(0, 3_000))
    const [quiet] = scoresOf(artifact, wave(3_000, 2_000))
    expect(shareAbove(quiet!.scored, 3)).toBeLessThan(0.02)
    const news = wave(3_000, 300)
    news.channels[0]![250] = 60
    const [heard] = scoresOf(artifact, news)
    expect(heard!.scored.find(({ index }) => index === 250)!.score).toBeGreaterThan(4)
  })

  test('knows after a restart what it knew: the values that it looks at are all it keeps', async () => {
    const { artifact, lookback } = await train(kind)
    const [past, news] = [wave(points, 700), wave(points + 700, 50)]
    const cut = (from: number) => ({
      times: past.times.slice(from),
      channels: past.channels.map(values => values.slice(from)),
    })
    const whole = scoresOf(artifact, news, past)
    const again = scoresOf(artifact, news, cut(700 - Math.max(lookback, 20)))
    expect(again).toEqual(whole)
  })

  test('begins anew after a silence out of the ordinary', async () => {
    const { artifact, lookback } = await train(kind)
    const later = wave(points + 10_000, lookback + 5)
    const [first] = scoresOf(artifact, later, wave(points, 700))
    expect(first!.silent.slice(0, lookback - 1).every(one => one === 1)).toBe(true)
    expect(first!.scored).toHaveLength(6)
  })

  test('is the same file for the same points and seed, says who it is, and is believed when it is brought in', async () => {
    const [one, other] = [await train(kind), await train(kind)]
    expect(other.artifact).toEqual(one.artifact)
    expect(readArtifact(one.artifact)).toMatchObject({ task: 'score', kind: kind.kind, lookback: one.lookback })
    expect(await tryVersion(one.artifact)).toMatchObject({ kind: kind.kind, role: 'watch', lookback: one.lookback })
    expect(kind.expectation(one.lookback)).toEqual(trainedDetector(one.artifact).expectation(''))
  })

  test('learns past gaps and silences, and beside a channel that never moves', async () => {
    const columns = wave(0, points)
    for (let i = 50; i < points; i += 83) columns.channels[0]!.fill(Number.NaN, i, i + 3)
    columns.channels[1]!.fill(7)
    for (let i = 400; i < points; i++) columns.times[i] = columns.times[i]! + 2_000 * hour
    const { artifact } = await train(kind, columns)
    const news = wave(points, 200)
    news.channels[1]!.fill(7)
    news.channels[1]![199] = 9
    const [moving, still] = scoresOf(artifact, news)
    expect(moving!.scored.every(({ score }) => Number.isFinite(score))).toBe(true)
    expect(still!.scored.slice(0, -1).every(({ score }) => score <= 3)).toBe(true)
    if (kind.kind !== 'isolation-forest') expect(still!.scored.at(-1)!.score).toBeGreaterThan(3)
  })

  test('is refused too few points, and believed only what it could have learnt', async () => {
    const need = kind.fewestPoints(defineSettings(kind.settings, {}))
    await expect(train(kind, wave(0, need - 1), {})).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
    await expect(train(kind, wave(0, need), {})).resolves.toBeDefined()
    const { artifact } = await train(kind)
    const description = readArtifact(artifact)
    const [known, other] = description.settings.statistics as [Record<string, unknown>, object]
    const withKnown = (one: unknown) => () =>
      watchingOf({ ...description, settings: { ...description.settings, statistics: [one, other] } })
    expect(withKnown(known)).not.toThrow()
    for (const name of Object.keys(known))
      for (const wrong of [undefined, null, 'x', Number.NaN, -1, [], [Number.NaN]])
        if (!(name === 'mean' && wrong === -1))
          expect(withKnown({ ...known, [name]: wrong }), `${name} ${wrong}`).toThrow(
            expect.objectContaining({ code: 'UNREADABLE_FILE' }),
          )
    expect(withKnown(null)).toThrow(expect.objectContaining({ code: 'UNREADABLE_FILE' }))
  })
})
