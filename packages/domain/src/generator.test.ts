import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GeneratorSettings } from './generator.ts'
import {
  defaultSettings,
  defineGenerator,
  dueAt,
  generatorSettingNames,
  generatorSettings,
  longestHistory,
  resume,
} from './generator.ts'

describe('generator settings', () => {
  it('keep what a draft leaves out and name what it gets wrong', () => {
    expect(defineGenerator({ noise: 2 }, { ...defaultSettings, base: 7 })).toMatchObject({ base: 7, noise: 2 })
    expect(() => defineGenerator({ interval: 9 })).toThrow(/interval is a whole number from 10 to 86400000, not 9/)
    expect(() => defineGenerator({ anomalyRate: 1.5 })).toThrow(/anomalyRate/)
    expect(() => defineGenerator({ base: Number.NaN })).toThrow(/base/)
  })

  it('may be each of their bounds and nothing beyond', () => {
    for (const name of generatorSettingNames) {
      const { least, most, usual } = generatorSettings[name]
      for (const value of [least, usual, most]) expect(defineGenerator({ [name]: value })[name]).toBe(value)
      for (const value of [least - 1, most + 1]) expect(() => defineGenerator({ [name]: value })).toThrow(name)
    }
  })
})

describe('a generator that goes on', () => {
  const interval = fc.integer({ min: 10, max: 86_400_000 })
  const at = (value: number): GeneratorSettings => ({ ...defaultSettings, interval: value })
  const now = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) })
  const place = fc.record({ startedAt: now, generated: fc.nat(100_000) })

  it('makes its next point on a whole interval, from now on and after the last one, whatever changed', () => {
    fc.assert(
      fc.property(interval, interval, now, place, (before, after, present, held) => {
        const settings = at(after)
        const next = resume(settings, present, { place: held, settings: at(before) })
        const due = dueAt(next, settings)
        expect(next.generated).toBe(held.generated)
        expect(due % after).toBe(0)
        expect(due).toBeGreaterThanOrEqual(present)
        const last = held.startedAt + (held.generated - 1) * before
        if (held.generated > 0) expect(due).toBeGreaterThan(last)
        expect(due - after < present || due - after <= last).toBe(true)
      }),
    )
  })

  it('begins with as many points before now as it is to have, at most the longest history', () => {
    fc.assert(
      fc.property(interval, now, fc.nat(10_000), (step, present, history) => {
        const { startedAt, generated } = resume(at(step), present, null, history)
        expect(generated).toBe(0)
        const firstFromNow = startedAt + Math.min(history, longestHistory) * step
        expect(firstFromNow).toBeGreaterThanOrEqual(present)
        expect(firstFromNow - step).toBeLessThan(present)
      }),
    )
  })
})
