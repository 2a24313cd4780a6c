import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countAnomalies, difference, noAnomalies } from './rescore.ts'

const values = fc.uniqueArray(fc.record({ at: fc.nat(20), channel: fc.nat(2) }), {
  selector: ({ at, channel }) => at * 3 + channel,
})

test('every anomaly either stays or goes, every finding either stays or comes, and what stays is of one value', () => {
  fc.assert(
    fc.property(values, values, (kept, found) => {
      const { stays, goes, comes } = difference(kept, found)
      expect(stays.length + goes.length).toBe(kept.length)
      expect(stays.length + comes.length).toBe(found.length)
      for (const one of stays) expect(one.kept).toEqual(one.found)
      for (const one of goes) expect(found).not.toContainEqual(one)
      for (const one of comes) expect(kept).not.toContainEqual(one)
    }),
  )
})

test('two anomalies of one value do not both stay', () => {
  const one = { at: 1, channel: 0 }
  expect(difference([one, one], [one])).toEqual({ stays: [{ kept: one, found: one }], goes: [one], comes: [] })
})

test('anomalies are counted by severity, and alarms among them', () => {
  const found = [
    { severity: 'high', alarm: true },
    { severity: 'high', alarm: false },
    { severity: 'critical', alarm: true },
  ] as const
  expect(countAnomalies(noAnomalies, found)).toEqual({ medium: 0, high: 2, critical: 1, alarms: 2 })
})
