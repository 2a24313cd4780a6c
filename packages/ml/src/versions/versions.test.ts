import { Fault } from '@seriema/domain/fault'
import { plainRecipe, type Recipe } from '@seriema/domain/recipe'
import { defineSettings } from '@seriema/domain/setting'
import { describe, expect, test, vi } from 'vitest'
import type { Member, TrainingRequest } from '../contract/trainable.ts'
import { judge, noForecasts, runToEnd } from '../detection/judge.ts'
import { generator } from '../training/random.ts'
import { describeVersion } from './describe.ts'
import { trainedDetector } from './detector.ts'
import { dataHash, fingerprint } from './hash.ts'
import { modelKind, modelKinds } from './kinds.ts'
import { openVersion } from './open.ts'
import { trainVersion } from './train.ts'

vi.setConfig({ testTimeout: 120_000 })

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const about = { version: '1.2.3', createdAt: begin, scope: 'demo', threads: 1 }

interface Shape {
  readonly level?: number
  readonly size?: number
  readonly region?: string
}

/** A day's wave with noise in two channels, the second of the other sign. */
const wave = (key: string, points: number, { level = 20, size = 5, region = 'SP' }: Shape = {}): Member => {
  const random = generator(key.length + points)
  const values = (sign: number) =>
    Float64Array.from({ length: points }, (_, i) => level + sign * size * Math.sin((i * Math.PI) / 12) + random())
  return {
    key,
    times: Float64Array.from({ length: points }, (_, i) => begin + i * hour),
    channels: [values(1), values(-1)],
    attributes: [{ name: 'region', value: region }],
    step: { unit: 'millisecond', count: hour },
    timeZone: 'UTC',
  }
}

const request = (
  kind: string,
  members: readonly Member[],
  settings: Readonly<Record<string, unknown>> = {},
  recipe: Partial<Recipe> = {},
): TrainingRequest => ({
  kind,
  settings: defineSettings(modelKind(kind).settings, settings),
  recipe: { ...plainRecipe, ...recipe },
  channels: [
    { name: 'sales', unit: null },
    { name: 'revenue', unit: 'BRL' },
  ],
  members,
  seed: 7,
})

const short = { lookback: 24, horizon: 12 }
const recurrent = {
  ...short,
  epochs: 4,
  layers: [{ units: 6, dropout: 0.1, recurrentDropout: 0.1 }],
  dense: [{ units: 5, activation: 'gelu' }],
}
const tinyTtm = { start: 'none', context: 24, horizon: 12, width: 8, layers: 1, epochs: 4, rate: 0.01 }
/** Each forecasting kind as it may be trained in a second. */
const cases = [
  ['ridge', short],
  ['lstm', recurrent],
  ['gru', { ...recurrent, dense: [] }],
  ['ttm', { ...tinyTtm, learns: 'all' }],
  ['ttm', { ...tinyTtm, learns: 'mlp', mixChannels: true }],
] as const
const group = (): Member[] => [
  wave('a', 300, { level: 20 }),
  wave('bb', 260, { level: 1e6, size: 2_000, region: 'RJ' }),
  wave('c', 280, { level: -3, size: 0.4 }),
]
/** The wave without its noise, at a place. */
const wanted = (place: number, level: number, size: number, channel: number) =>
  level + 0.5 + (channel === 0 ? 1 : -1) * size * Math.sin((place * Math.PI) / 12)

describe.each(cases)('a version of %s %o', (kind, settings) => {
  test('of one series is judged, says what it is, and forecasts what it was trained on', async () => {
    const member = wave('demo', 400)
    const phases: string[] = []
    const trained = await trainVersion(request(kind, [member], settings), about, {
      onPhase: phase => phases.push(phase),
    })
    expect(phases).toEqual(['preprocessing', 'training', 'evaluating'])
    const { own, naive } = trained.metrics
    for (const figure of Object.values(own)) expect(Number.isFinite(figure)).toBe(true)
    expect(naive?.mase).toBeGreaterThan(0)
    expect(trained).toMatchObject({ lookback: 24, horizon: 12, points: 400, from: begin, to: begin + 399 * hour })
    expect(trained.sample.times).toHaveLength(400)
    expect(describeVersion(trained.artifact)).toMatchObject({
      kind,
      role: 'forecast',
      scope: 'demo',
      lookback: 24,
      horizon: 12,
      points: 400,
      metrics: trained.metrics,
      statistics: trained.statistics,
      sample: trained.sample,
    })
    const open = await openVersion(trained.artifact, { threads: 1 })
    const [forecast] = await open.forecast([member], 5)
    expect([...forecast!.times]).toEqual([400, 401, 402, 403, 404].map(i => begin + i * hour))
    expect(forecast!.intervals.map(({ level }) => level)).toEqual([0.8, 0.95])
    for (const { lower, upper } of forecast!.intervals) {
      forecast!.mean.forEach((values, c) => {
        for (const [h, value] of values.entries()) {
          expect(lower[c]![h]).toBeLessThanOrEqual(value)
          expect(upper[c]![h]).toBeGreaterThanOrEqual(value)
        }
      })
    }
    await expect(open.forecast([member], 13)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
    await open.close()
  })

  test('of a group serves members, strangers and short ones together as it serves each alone', async () => {
    const members = group()
    const trained = await trainVersion(request(kind, members, settings, { categories: ['region'] }), about)
    const open = await openVersion(trained.artifact, { threads: 1 })
    const served = [...members, wave('stranger', 50, { level: 500, region: 'MG' }), wave('young', 7)]
    const together = await open.forecast(served, 12)
    for (const [i, member] of served.entries()) {
      const [alone] = await open.forecast([member], 12)
      alone!.mean.forEach((values, c) => {
        for (const [h, value] of values.entries())
          expect(Math.abs(together[i]!.mean[c]![h]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
      })
    }
    // Whatever the level, a forecast lies within the size of its series.
    for (const [i, level, size] of [
      [0, 20, 5],
      [1, 1e6, 2_000],
      [2, -3, 0.4],
    ] as const)
      for (const value of together[i]!.mean[0]!) expect(Math.abs(value - level)).toBeLessThan(3 * size + 2)
    await open.close()
  })
})

test('of more members than one run takes each has the bits that it has alone', async () => {
  for (const [kind, settings] of [cases[0], ['ttm', { ...tinyTtm, learns: 'all', epochs: 1 }]] as const) {
    const trained = await trainVersion(request(kind, group(), settings), about)
    const open = await openVersion(trained.artifact)
    const many = Array.from({ length: 70 }, (_, i) => group().map(one => ({ ...one, key: `${one.key}_${i}` }))).flat()
    const together = await open.forecast(many, 12)
    for (const i of [0, 63, 64, 65, many.length - 1])
      expect(together[i]).toEqual((await open.forecast([many[i]!], 12))[0])
    await open.close()
  }
})

test('ridge and a network that has learnt continue the wave of each member of a group', async () => {
  for (const [kind, settings] of [cases[0], ['ttm', { ...tinyTtm, learns: 'all', epochs: 60 }]] as const) {
    const trained = await trainVersion(request(kind, group(), settings), about)
    const open = await openVersion(trained.artifact, { threads: 1 })
    const made = await open.forecast(group(), 12)
    for (const [i, points, level, size] of [
      [0, 300, 20, 5],
      [1, 260, 1e6, 2_000],
    ] as const)
      for (const c of [0, 1])
        for (const [h, value] of made[i]!.mean[c]!.entries())
          expect(Math.abs(value - wanted(points + h, level, size, c))).toBeLessThan(0.5 * size + 1)
    await open.close()
  }
})

test.each(cases.slice(1))(
  '%s %o goes on from a checkpoint to the same weights as if it had never stopped',
  async (kind, settings) => {
    const asked = request(kind, group(), settings, { categories: ['region'] })
    const whole = await trainVersion(asked, about)
    let kept: Uint8Array | null = null
    const stop = new AbortController()
    const stopped = trainVersion(asked, about, {
      signal: stop.signal,
      onEpoch: ({ epoch }, epochs, checkpoint) => {
        expect(epochs).toBe(4)
        if (epoch !== 2) return
        kept = checkpoint()
        stop.abort(new Error('stop'))
      },
    })
    await expect(stopped).rejects.toThrow('stop')
    const seen: number[] = []
    const resumed = await trainVersion(asked, about, { from: kept!, onEpoch: ({ epoch }) => seen.push(epoch) })
    expect(seen[0]).toBe(3)
    expect(resumed.losses).toEqual(whole.losses)
    expect(resumed.artifact).toEqual(whole.artifact)
  },
)

test('a channel without a value costs the others nothing, and is told', async () => {
  const whole = wave('demo', 400)
  const dead = { ...whole, channels: [whole.channels[0]!, new Float64Array(400).fill(Number.NaN)] }
  const trained = await trainVersion(request('gru', [dead], { ...recurrent, epochs: 2 }), about)
  expect(trained.warnings).toContain('revenue had no value to judge by: its intervals say nothing')
  const open = await openVersion(trained.artifact, { threads: 1 })
  const [made] = await open.forecast([dead], 3)
  expect(made!.mean[0]!.every(Number.isFinite)).toBe(true)
  expect(made!.intervals[0]!.upper[0]!.every((value, h) => value > made!.mean[0]![h]!)).toBe(true)
  await open.close()
})

test('a network finds its learning rate where that is wished, says which, and goes on with it from a checkpoint', async () => {
  const settings = { ...recurrent, findsRate: true, rate: 1e-7, epochs: 4 }
  const asked = request('gru', [wave('demo', 400)], settings)
  const kept: Uint8Array[] = []
  const whole = await trainVersion(asked, about, { onEpoch: (_loss, _epochs, checkpoint) => kept.push(checkpoint()) })
  const [found] = whole.warnings.flatMap(warning => /^found a learning rate of (.+)$/.exec(warning)?.[1] ?? [])
  expect(Number(found)).toBeGreaterThan(1e-5)
  // At the rate set it would hardly have moved.
  const still = await trainVersion(request('gru', [wave('demo', 400)], { ...settings, findsRate: false }), about)
  expect(whole.losses.at(-1)!.training).toBeLessThan(still.losses.at(-1)!.training)
  const resumed = await trainVersion(asked, about, { from: kept[1]! })
  expect(resumed.artifact).toEqual(whole.artifact)
})

test('a group of one series serves another of another level as itself', async () => {
  const trained = await trainVersion(request('gru', [wave('a', 300)], recurrent), { ...about, ofGroup: true })
  const open = await openVersion(trained.artifact, { threads: 1 })
  const alike = wave('a', 300)
  const higher = {
    ...alike,
    key: 'higher',
    channels: alike.channels.map(values => values.map(value => 1e4 + 100 * value)),
  }
  const stranger = { ...alike, key: 'stranger' }
  const [one, other] = await open.forecast([stranger, higher], 12)
  for (const [h, value] of one!.mean[0]!.entries()) expect(other!.mean[0]![h]! / (1e4 + 100 * value)).toBeCloseTo(1, 5)
  await open.close()
})

test('the same request gives the same file, whatever order its series come in, and the same fingerprint', async () => {
  const [first, second] = [request('gru', group(), recurrent), request('gru', group().reverse(), recurrent)]
  expect(fingerprint(second)).toBe(fingerprint(first))
  expect((await trainVersion(second, about)).artifact).toEqual((await trainVersion(first, about)).artifact)
  const changed = group()
  changed[1]!.channels[1]![5] = 1
  expect(dataHash(changed)).not.toBe(dataHash(group()))
  expect(fingerprint({ ...first, seed: 8 })).not.toBe(fingerprint(first))
})

test('a network told categories forecasts another future for another region, and the unknown has a place of its own', async () => {
  const trained = await trainVersion(request('gru', group(), recurrent, { categories: ['region'] }), about)
  const open = await openVersion(trained.artifact, { threads: 1 })
  const as = (value: string) => ({ ...wave('x', 60), attributes: [{ name: 'region', value }] })
  const made = await open.forecast([as('SP'), as('RJ'), as('MG'), as('ZZ')], 1)
  const values = made.map(({ mean }) => mean[0]![0]!)
  expect(new Set(values).size).toBe(3)
  expect(values[2]).toBe(values[3])
  await open.close()
})

describe('a training that cannot be is refused with a code', () => {
  const code = (changed: Partial<TrainingRequest>, wants: string, more: Readonly<Record<string, unknown>> = {}) =>
    expect(
      trainVersion({ ...request('ridge', [wave('demo', 400)], short), ...changed }, { ...about, ...more }),
    ).rejects.toMatchObject({
      code: wants,
    })
  const edited = (edit: (member: Member) => void): readonly Member[] => {
    const member = wave('demo', 400)
    edit(member)
    return [member]
  }
  test('too few points for a window in each part', async () => {
    const need = modelKind('ridge').fewestPoints(request('ridge', [], short).settings)
    await code({ members: [wave('demo', need - 1)] }, 'INSUFFICIENT_DATA')
    await expect(trainVersion(request('ridge', [wave('demo', need)], short), about)).resolves.toBeDefined()
  })
  test('an empty group', () => code({ members: [] }, 'INSUFFICIENT_DATA'))
  test('more points than a training takes', () => code({}, 'TOO_MUCH_DATA', { mostPoints: 399 }))
  test('a series that does not vary', () =>
    code(
      {
        members: edited(({ channels }) => {
          for (const values of channels) values.fill(5)
        }),
      },
      'CONSTANT_SERIES',
    ))
  test('instants out of order', () =>
    code({ members: edited(({ times }) => times.subarray(0, 9).reverse()) }, 'INVALID_TIMESTAMP'))
  test('an instant that comes twice', () =>
    code({ members: edited(({ times }) => times.copyWithin(5, 4, 5)) }, 'DUPLICATE_TIMESTAMP'))
  test('a value that is not finite', () =>
    code({ members: edited(({ channels }) => channels[0]!.fill(Infinity, 3, 4)) }, 'INVALID_VALUE'))
  test('gaps that the recipe leaves', () =>
    code(
      {
        members: edited(({ channels }) => channels[0]!.fill(Number.NaN, 3, 4)),
        recipe: { ...plainRecipe, fill: 'none' },
      },
      'INVALID_VALUE',
    ))
  test('settings that do not go together', async () => {
    await code({ settings: { ...short, validation: 0.6, test: 0.6 } }, 'INVALID_SETTINGS')
    await code({ kind: 'ttm', settings: { start: 'base', context: 24, horizon: 12 } }, 'INVALID_SETTINGS')
  })
  test('weights that are not there', () =>
    code({ kind: 'ttm', settings: { start: 'ibm', horizon: 12 }, members: [wave('demo', 900)] }, 'MODEL_NOT_FOUND'))
  test('an anomaly service below 10,000 points', async () => {
    await code({ kind: 'zscore', settings: { service: true }, members: [wave('demo', 9_999)] }, 'INSUFFICIENT_DATA')
    await expect(
      trainVersion(request('zscore', [wave('demo', 10_000)], { service: true }), about),
    ).resolves.toBeDefined()
  })
  test('a kind there is none of', () => code({ kind: 'oracle' }, 'MODEL_NOT_FOUND'))
})

test('a ridge is told the categories of its series, and serves one whose category it never saw as it would without', async () => {
  // What comes next is at random, but for where it goes on the whole: up in one region, down in the other.
  const drifting = (key: string, seed: number, region: string): Member => {
    const noise = generator(seed)
    const drift = region === 'RJ' ? -1 : 1
    const one = wave(key, 400, { region })
    const values = Float64Array.from({ length: 400 }, () => 0)
    for (let i = 1; i < 400; i++) values[i] = values[i - 1]! + drift * 0.3 + 4 * (noise() - 0.5)
    return { ...one, channels: one.channels.map(() => values) }
  }
  const members = ['RJ', 'SP'].flatMap((region, r) =>
    [1, 2, 3, 4].map(i => drifting(`${region}${i}`, 10 * r + i, region)),
  )
  const told = await trainVersion(request('ridge', members, short, { categories: ['region'] }), about)
  const untold = await trainVersion(request('ridge', members, short), about)
  expect(told.metrics.own.mae).toBeLessThan(0.97 * untold.metrics.own.mae!)
  const open = await openVersion(told.artifact, { threads: 1 })
  const as = async (region: string) => {
    const elsewhere = { ...members[0]!, key: 'new', attributes: [{ name: 'region', value: region }] }
    return (await open.forecast([elsewhere], 12))[0]!.mean[0]!.at(-1)!
  }
  const [down, unknown, up] = [await as('RJ'), await as('nowhere'), await as('SP')]
  expect(down).toBeLessThan(unknown)
  expect(unknown).toBeLessThan(up)
  await open.close()
})

test('of a group what cannot be learnt from is left out with a warning, and served all the same', async () => {
  const flat = wave('flat', 300)
  for (const values of flat.channels) values.fill(3)
  const trained = await trainVersion(request('ridge', [...group(), flat, wave('young', 20)], short), about)
  expect(trained.warnings.join()).toMatch(/flat/)
  expect(trained.warnings.join()).toMatch(/young|too short/)
  const open = await openVersion(trained.artifact, { threads: 1 })
  const [forecast] = await open.forecast([flat], 12)
  for (const value of forecast!.mean[0]!) expect(value).toBeCloseTo(3, 6)
  await expect(open.forecast([wave('nothing', 0)], 1)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  await open.close()
})

describe.each([
  ['zscore', 'mean'],
  ['robust', 'median'],
] as const)('a trained %s', (kind, middle) => {
  test('scores against what it was trained on, above its own threshold, and keeps no state', async () => {
    const member = wave('demo', 500)
    const trained = await trainVersion(request(kind, [member], { threshold: 2 }), about)
    expect(trained).toMatchObject({ horizon: 0, points: 500 })
    expect(describeVersion(trained.artifact)).toMatchObject({ kind, role: 'watch', settings: { threshold: 2 } })
    const detector = trainedDetector(trained.artifact)
    expect(detector.expectation('')).toEqual({ kind: 'trained', by: middle })
    const points = {
      times: Float64Array.of(1, 2, 3),
      channels: [Float64Array.of(20.5, Number.NaN, 60), Float64Array.of(20, 20, 20)],
    }
    const states = points.channels.map(() => detector.initial())
    const { columns } = runToEnd(judge(detector, states, points, noForecasts))
    expect(columns.map(({ scored }) => scored.map(({ index }) => index))).toEqual([[2], []])
    expect(columns[0]!.scored[0]!.upper).toBeLessThan(60)
    expect(states).toEqual([{}, {}])
    await expect(openVersion(trained.artifact)).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' })
  })
})

test('every kind has settings that are usual, words for each, and needs points', () => {
  for (const kind of modelKinds) {
    const settings = defineSettings(kind.settings, {})
    expect(kind.fewestPoints(settings)).toBeGreaterThan(0)
    expect(kind.warnings(settings, 2)).toEqual([])
    for (const { title, description } of kind.settings)
      expect([title, description].every(words => words.length > 3)).toBe(true)
  }
  const redundant = defineSettings(modelKind('lstm').settings, {
    horizon: 3,
    dense: [{ units: 6, activation: 'linear' }],
  })
  expect(modelKind('lstm').warnings(redundant, 2).join()).toMatch(/redundant/)
})

test('a file that is no version, or is damaged, is not believed', async () => {
  const { artifact } = await trainVersion(request('ridge', [wave('demo', 400)], short), about)
  const damaged = new Uint8Array(artifact)
  const text = new TextDecoder('latin1').decode(artifact)
  damaged.set(new TextEncoder().encode('"factor":-'), text.indexOf('"factor":'))
  expect(() => describeVersion(damaged)).toThrow(Fault)
  expect(() => describeVersion(new Uint8Array(9))).toThrow(expect.objectContaining({ code: 'UNREADABLE_FILE' }))
  expect(() => trainedDetector(artifact)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_MODEL' }))
})
