import { describe, expect, test } from 'vitest'
import { type Candidate, learnableMembers, requireLearnable } from './data.ts'

const limits = { perSeries: 1_000, inAll: 2_000 }
const channel = { name: 'value', kind: 'gauge', unit: null, minimum: null, maximum: null } as const
const wave = (key: string, length = 100): Candidate => ({
  key,
  channels: [channel],
  points: {
    times: Float64Array.from({ length }, (_, i) => i * 1_000),
    channels: [Float64Array.from({ length }, (_, i) => Math.sin(i))],
  },
})
const changed = (one: Candidate, change: (times: Float64Array, values: Float64Array) => void): Candidate => {
  change(one.points.times, one.points.channels[0]!)
  return one
}

describe('a series is refused with a code that says what stands in the way', () => {
  test.each([
    ['TOO_MUCH_DATA', wave('long', 1_001)],
    ['INSUFFICIENT_DATA', wave('short', 1)],
    ['CONSTANT_SERIES', changed(wave('flat'), (_, values) => void values.fill(3))],
    ['CONSTANT_SERIES', changed(wave('empty'), (_, values) => void values.fill(Number.NaN))],
    [
      'CONSTANT_SERIES',
      changed(wave('nearly'), (_, values) => values.set(values.map((_v, i) => 1e9 + 1e-7 * (i % 2)))),
    ],
    ['DUPLICATE_TIMESTAMP', changed(wave('twice'), times => void times.fill(times[4]!, 5, 6))],
    ['INVALID_TIMESTAMP', changed(wave('back'), times => void times.fill(times[3]!, 5, 6))],
    ['INVALID_VALUE', changed(wave('endless'), (_, values) => void values.fill(Number.POSITIVE_INFINITY, 9, 10))],
    ['VALUE_OUT_OF_RANGE', { ...wave('wild'), channels: [{ ...channel, maximum: 0.5 }] }],
  ] as const)('%s', (code, one) => {
    expect(() => requireLearnable(one, limits)).toThrow(expect.objectContaining({ name: 'Fault', code }))
  })

  test('missing values, and one channel of several that does not vary, are no reason to refuse', () => {
    requireLearnable(
      changed(wave('gaps'), (_, values) => void values.fill(Number.NaN, 3, 4)),
      limits,
    )
    const one = wave('half')
    const two = { ...one, channels: [channel, { ...channel, name: 'flat' }] }
    requireLearnable(
      { ...two, points: { ...one.points, channels: [...one.points.channels, new Float64Array(100)] } },
      limits,
    )
  })
})

describe('members of a group', () => {
  test('who cannot be learnt from is left out and named; the others stay', () => {
    const flat = changed(wave('flat'), (_, values) => void values.fill(3))
    const other = { ...wave('other'), channels: [{ ...channel, name: 'another' }] }
    const { members, warnings } = learnableMembers([wave('a'), flat, other, wave('b')], limits)
    expect(members.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(warnings).toHaveLength(2)
    expect(warnings.join()).toMatch(/other has other channels.*flat do not vary/)
  })

  test('there must be one, and not too many points in all', () => {
    const flat = changed(wave('flat'), (_, values) => void values.fill(3))
    expect(() => learnableMembers([], limits)).toThrow(expect.objectContaining({ code: 'INSUFFICIENT_DATA' }))
    expect(() => learnableMembers([flat], limits)).toThrow(expect.objectContaining({ code: 'CONSTANT_SERIES' }))
    const many = Array.from({ length: 21 }, (_, i) => wave(`s${i}`))
    expect(() => learnableMembers(many, limits)).toThrow(expect.objectContaining({ code: 'TOO_MUCH_DATA' }))
  })
})
