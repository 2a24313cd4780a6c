import { defaultSettings, defineGenerator } from '@seriema/domain/generator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUp, componentNames, generate } from './components.ts'

const settings = fc
  .record({
    base: fc.integer({ min: -1_000, max: 1_000 }),
    trend: fc.integer({ min: -50, max: 50 }),
    seasonAmplitude: fc.integer({ min: 0, max: 100 }),
    seasonLength: fc.integer({ min: 2, max: 1_000 }),
    noise: fc.integer({ min: 0, max: 50 }),
    anomalyRate: fc.double({ min: 0, max: 1, noNaN: true }),
    interval: fc.integer({ min: 10, max: 60_000 }),
    seed: fc.integer(),
  })
  .map(draft => defineGenerator(draft))
const channels = fc.integer({ min: 1, max: 5 })
const place = fc.oneof(fc.nat(10_000), fc.integer({ min: 2 ** 32 - 50, max: 2 ** 32 + 50 }))

describe('generated points', { timeout: 60_000 }, () => {
  it('are the same however a run is cut into batches', () => {
    fc.assert(
      fc.property(settings, channels, place, fc.integer({ min: 1, max: 60 }), fc.nat(59), (s, n, first, count, cut) => {
        const split = Math.min(cut, count)
        const whole = generate(s, n, first, count)
        const head = generate(s, n, first, split)
        const tail = generate(s, n, first + split, count - split)
        for (let c = 0; c < n; c++)
          for (const name of componentNames)
            expect([...head[c]![name], ...tail[c]![name]]).toEqual([...whole[c]![name]])
      }),
    )
  })

  it('are finite sums of their components', () => {
    fc.assert(
      fc.property(settings, channels, place, (s, n, first) => {
        const parts = generate(s, n, first, 20)
        addUp(parts).forEach((column, c) => {
          column.forEach((value, k) => {
            expect(value).toBeCloseTo(
              componentNames.reduce((sum, name) => sum + parts[c]![name][k]!, 0),
              6,
            )
          })
        })
      }),
    )
  })

  it('have the noise and the share of anomalies the settings ask for', () => {
    const count = 200_000
    const [one, two] = generate({ ...defaultSettings, anomalyRate: 0.05 }, 2, 0, count)
    const mean = one!.noise.reduce((a, b) => a + b, 0) / count
    const deviation = Math.sqrt(one!.noise.reduce((a, b) => a + (b - mean) ** 2, 0) / count)
    expect(Math.abs(mean)).toBeLessThan(0.05)
    expect(Math.abs(deviation - 5)).toBeLessThan(0.05)
    const beyond = one!.noise.filter(value => Math.abs(value) > 3 * 5).length / count
    expect(Math.abs(beyond - 0.0027)).toBeLessThan(0.0006)
    const hit = one!.injected.filter((value, i) => value !== 0 || two!.injected[i] !== 0).length / count
    expect(Math.abs(hit - 0.05)).toBeLessThan(0.002)
    expect(one!.injected.every((value, i) => value === 0 || two!.injected[i] === 0)).toBe(true)
    const together = one!.noise.reduce((sum, value, i) => sum + value * two!.noise[i]!, 0) / count / 25
    expect(Math.abs(together)).toBeLessThan(0.01)
    const next = one!.noise.reduce((sum, value, i) => sum + value * (one!.noise[i + 1] ?? 0), 0) / count / 25
    expect(Math.abs(next)).toBeLessThan(0.01)
  })

  it('differ with the seed and repeat with it', () => {
    const run = (seed: number) => addUp(generate({ ...defaultSettings, seed }, 1, 0, 50))[0]!
    expect(run(7)).toEqual(run(7))
    expect(run(7)).not.toEqual(run(8))
  })

  it('follow trend and season exactly without noise and anomalies', () => {
    const calm = defineGenerator({ noise: 0, anomalyRate: 0, trend: 36, interval: 100_000, seasonLength: 4 })
    const [first, second] = addUp(generate({ ...calm, seasonAmplitude: 10 }, 2, 0, 5))
    const season = [0, 10, 0, -10, 0]
    season.forEach((value, i) => {
      expect(first![i]).toBeCloseTo(100 + i + value, 9)
      expect(second![i]).toBeCloseTo(100 + i - value, 9)
    })
  })
})
