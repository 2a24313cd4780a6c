import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countLabels, defineMissedSpan, labelFigures, nothingLabelled } from './label.ts'

const few = fc.nat({ max: 1_000 })
const counts = fc.record({ confirmed: few, refuted: few, missed: few, unsure: few, values: fc.nat({ max: 1_000_000 }) })

describe('figures from labels', () => {
  test('are shares, and null exactly where there is nothing to take a share of', () => {
    fc.assert(
      fc.property(counts, ({ ...seen }) => {
        const { precision, recall, f1, falsePositiveRate } = labelFigures(seen)
        for (const figure of [precision, recall, f1, falsePositiveRate])
          if (figure !== null) {
            expect(figure).toBeGreaterThanOrEqual(0)
            expect(figure).toBeLessThanOrEqual(1)
          }
        expect(precision === null).toBe(seen.confirmed + seen.refuted === 0)
        expect(recall === null).toBe(seen.confirmed + seen.missed === 0)
        expect(f1 === null).toBe(seen.confirmed + seen.refuted + seen.missed === 0)
      }),
    )
  })

  test('agree with one another: F1 is the harmonic mean of precision and recall', () => {
    fc.assert(
      fc.property(counts, seen => {
        const { precision, recall, f1 } = labelFigures(seen)
        if (precision !== null && recall !== null && precision + recall > 0)
          expect(f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 12)
      }),
    )
  })

  test('do not move by what nobody can tell', () => {
    fc.assert(
      fc.property(counts, few, (seen, more) => {
        expect(labelFigures({ ...seen, unsure: seen.unsure + more })).toEqual(labelFigures(seen))
      }),
    )
  })

  test('say how often a value that is none was raised', () => {
    expect(labelFigures({ confirmed: 3, refuted: 1, missed: 2, unsure: 9, values: 105 })).toEqual({
      precision: 3 / 4,
      recall: 3 / 5,
      f1: 6 / 9,
      falsePositiveRate: 1 / 100,
    })
    const none = { precision: null, recall: null, f1: null, falsePositiveRate: null }
    expect(labelFigures(nothingLabelled)).toEqual(none)
    expect(labelFigures({ ...nothingLabelled, unsure: 2, values: 50 })).toEqual(none)
  })
})

test('labels count for somebody who did not speak then by what it would have raised', () => {
  const labels = (['true', 'true', 'false', 'false', 'unsure'] as const).map((verdict, i) => ({ verdict, i }))
  const counts = countLabels(labels, ({ i }) => i % 2 === 0, 50)
  expect(counts).toEqual({ confirmed: 1, missed: 1, refuted: 1, unsure: 1, values: 50 })
  expect(countLabels(labels, () => false, 50)).toEqual({ ...counts, confirmed: 0, missed: 2, refuted: 0 })
})

describe('a span in which one was missed', () => {
  test('is called true unless it is unsure, and is neither empty nor false', () => {
    expect(defineMissedSpan(1, 2, null)).toEqual({ from: 1, to: 2, verdict: 'true' })
    expect(defineMissedSpan(1, 2, 'unsure').verdict).toBe('unsure')
    for (const bad of [() => defineMissedSpan(2, 2, null), () => defineMissedSpan(1, 2, 'false')])
      expect(bad).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
