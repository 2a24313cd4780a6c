import { defaultSettings, dueAt } from '@seriema/domain/generator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextMove } from './move.ts'

const now = Date.UTC(2026, 5, 1)
const interval = fc.integer({ min: 10, max: 86_400_000 })
const generatorOf = (interval: number) => ({
  seriesId: 1,
  key: 'k',
  channels: 2,
  settings: { ...defaultSettings, interval },
})

test('a generator goes on at once when the clock went back, beside the instants that it made before', () => {
  fc.assert(
    fc.property(interval, fc.integer({ min: 60_001, max: 1e12 }), fc.nat(1_000), (step, ahead, generated) => {
      const generator = generatorOf(step)
      const from = { startedAt: now + ahead + step - generated * step, generated }
      const { to, truth } = nextMove(generator, from, now)!
      const [at] = truth.times
      expect(at).toBeLessThanOrEqual(now)
      expect(at).toBeGreaterThan(now - step)
      expect((at! - from.startedAt) % step).not.toBe(0)
      // From then on it is as regular as before, and its points are numbered on.
      expect(dueAt(to, generator.settings)).toBe(at! + step)
      expect(to.generated).toBe(generated + 1)
    }),
  )
})

test('a generator whose next point is not due waits for it', () => {
  fc.assert(
    fc.property(interval, fc.nat(10_000), (step, early) => {
      const from = { startedAt: now + 1 + Math.min(early, step), generated: 0 }
      expect(nextMove(generatorOf(step), from, now)).toBeNull()
    }),
  )
})
