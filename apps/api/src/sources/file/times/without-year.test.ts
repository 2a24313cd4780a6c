import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createYears, settleFrom, splitYearless, yearsEarlier } from './without-year.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 28, 22, 50)
const withoutYear = (at: number) => new Date(at).setUTCFullYear(2000)

it('rows in order, none further than ten months from the next, get the years they had where the last is of the past year', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 300 * day }), { minLength: 1, maxLength: 20 })
  const ends = fc.integer({ min: 0, max: 200 * day })
  fc.assert(
    fc.property(steps, ends, fc.boolean(), (gaps, before, newestFirst) => {
      const instants = [now - before]
      for (const gap of gaps) instants.unshift(instants[0]! - gap)
      fc.pre(!instants.some(at => new Date(at).getUTCMonth() === 1 && new Date(at).getUTCDate() === 29))
      // A year's room on both sides: else another year would fit as well.
      fc.pre(instants[0]! > now - 8 * 365 * day)
      if (newestFirst) instants.reverse()
      const rows = instants.map(at => ({ key: '', local: withoutYear(at) }))
      const { from } = splitYearless(`MMM DD from ${settleFrom(rows, newestFirst, now)}`)
      const yearOf = createYears(from!, newestFirst)
      expect(rows.map(({ local }) => yearOf('', local))).toEqual(instants)
    }),
  )
})

it('no row lies in the future, whatever the order, and each key has its own New Year', () => {
  const cell = fc.record({
    key: fc.constantFrom('a', 'b'),
    local: fc.integer({ min: Date.UTC(2000, 2, 1), max: Date.UTC(2000, 11, 31) }),
  })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), fc.boolean(), (rows, newestFirst) => {
      const { from } = splitYearless(`MMM DD from ${settleFrom(rows, newestFirst, now)}`)
      const yearOf = createYears(from!, newestFirst)
      for (const { key, local } of rows) expect(yearOf(key, local)).toBeLessThanOrEqual(now)
    }),
  )
})

it('what is remembered of keys is bounded, and nothing of those that came first is forgotten', () => {
  const yearOf = createYears(Date.UTC(2025, 11), false)
  const [december, june] = [Date.UTC(2000, 11, 31), Date.UTC(2000, 5, 1)]
  expect([yearOf('first', december), yearOf('first', june)]).toEqual([Date.UTC(2025, 11, 31), Date.UTC(2026, 5, 1)])
  for (let i = 0; i < 200_000; i++) yearOf(`key ${i}`, december)
  expect(yearOf('first', december)).toBe(Date.UTC(2026, 11, 31))
})

it('a February 29th, however far behind the part that told the year, is of a year that has it, or tells by how much the year is wrong', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 40 })
  const leapDay = Date.UTC(2024, 1, 29)
  fc.assert(
    fc.property(steps, steps, fc.integer({ min: 1, max: 5 }), fc.boolean(), (before, after, known, newestFirst) => {
      const instants = [leapDay]
      for (const gap of before) instants.unshift(instants[0]! - gap * day)
      for (const gap of after) instants.push(instants.at(-1)! + gap * day)
      fc.pre(instants.at(-1)! <= now)
      if (newestFirst) instants.reverse()
      const rows = instants.map(at => ({ key: '', local: withoutYear(at) }))
      const read = (format: string) => {
        let earlier = 0
        const yearOf = createYears(splitYearless(format).from!, newestFirst, years => {
          earlier ||= years
        })
        return { years: rows.map(({ local }) => yearOf('', local)), earlier }
      }
      const format = `MMM DD from ${settleFrom(rows.slice(0, known), newestFirst, now)}`
      const guessed = read(format)
      const { years, earlier } = guessed.earlier > 0 ? read(yearsEarlier(format, guessed.earlier)) : guessed
      expect(earlier).toBe(0)
      const shifts = years.map((at, i) => new Date(at).getUTCFullYear() - new Date(instants[i]!).getUTCFullYear())
      expect(new Set(shifts).size).toBe(1)
      expect(years.map(withoutYear)).toEqual(rows.map(({ local }) => local))
    }),
  )
})
