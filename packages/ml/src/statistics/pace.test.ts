import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noPace, note } from './pace.ts'

const hour = 3_600_000
/** What is noted at each of these instants. */
const notedAt = (times: readonly number[]) => {
  const pace = noPace()
  return times.map(at => {
    note(pace, at)
    return { step: pace.step, missed: pace.missed, broken: pace.broken, changed: pace.changed }
  })
}
const regular = (count: number, step: number, from = 0) => Array.from({ length: count }, (_, i) => from + i * step)

describe('pace', () => {
  test('counts the steps a silence took, and calls it one from ten steps on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.constantFrom(1_000, 60_000, hour, 86_400_000),
        fc.integer({ min: 2, max: 5_000 }),
        (count, step, missed) => {
          const before = regular(count, step)
          const noted = notedAt([...before, before.at(-1)! + (missed + 1) * step, before.at(-1)! + (missed + 2) * step])
          expect(noted.slice(0, count).every(one => one.missed === 0 && !one.broken)).toBe(true)
          expect(noted[count]).toMatchObject({ step, missed, broken: missed >= 10 })
          expect(noted[count + 1]).toMatchObject({ missed: 0, broken: false })
        },
      ),
    )
  })

  test('a value that is late by a little, a day of 23 hours and a short month miss nothing', () => {
    for (const [step, spread] of [
      [60_000, 9_000],
      [24 * hour, hour],
      [30 * 24 * hour, 36 * hour],
    ] as const) {
      const times = regular(200, step).map((at, i) => at + Math.round(spread * Math.sin(i)))
      for (const one of notedAt(times)) expect(one).toMatchObject({ missed: 0, broken: false })
    }
  })

  test('what comes back every week is no silence, and yet its days are counted', () => {
    const days = Array.from({ length: 400 }, (_, i) => (Math.floor(i / 5) * 7 + (i % 5)) * 24 * hour)
    const noted = notedAt(days).slice(30)
    expect(noted.some(({ broken }) => broken)).toBe(false)
    expect(noted.reduce((sum, { missed }) => sum + missed, 0)).toBe(2 * noted.length * 0.2)
  })

  test('values that come at random keep no pace', () => {
    let state = 1
    let at = 0
    const times = Array.from({ length: 5_000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      at -= 60_000 * Math.log((state + 0.5) / 2 ** 32)
      return at
    })
    expect(notedAt(times).filter(({ broken }) => broken).length).toBeLessThan(25)
  })

  test('another step is found after some values, and told once', () => {
    const noted = notedAt([...regular(100, 60_000), ...regular(100, 300_000, 100 * 60_000)])
    expect(noted.at(-1)!.step).toBe(300_000)
    expect(noted.filter(({ changed }) => changed).length).toBe(2)
  })

  test('tells by how many steps clocks were put forward or back, which is no silence', () => {
    for (const [step, hours] of [
      [900_000, 1],
      [hour, -1],
      [300_000, -0.5],
      [24 * hour, 1],
    ] as const) {
      const pace = noPace()
      const turned = regular(100, step).map((at, i) => {
        note(pace, at, i < 50 ? 2 * hour : (2 + hours) * hour)
        expect(pace).toMatchObject({ missed: 0, broken: false })
        return pace.turned
      })
      expect(turned.reduce((sum, one) => sum + one, 0)).toBe(Math.round((hours * hour) / step))
      expect(turned.filter(one => one !== 0).length).toBeLessThanOrEqual(1)
    }
  })

  test('an instant that is not later is passed over', () => {
    const pace = noPace()
    for (const at of regular(50, 1_000)) note(pace, at)
    const before = structuredClone(pace)
    expect(note(pace, 7_500)).toBe(false)
    expect(pace).toEqual(before)
  })
})
