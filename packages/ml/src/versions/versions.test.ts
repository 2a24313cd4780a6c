import { plainRecipe } from '@seriema/domain/recipe'
import { defineSettings } from '@seriema/domain/setting'
import { expect, test, vi } from 'vitest'
import type { Member, TrainingRequest } from '../contract/trainable.ts'
import { generator } from '../training/random.ts'
import { modelKind } from './kinds.ts'
import { openVersion } from './open.ts'
import { trainVersion } from './train.ts'

vi.setConfig({ testTimeout: 60_000 })

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const about = { version: '1.2.3', createdAt: begin, scope: 'demo', threads: 1 }

const wave = (key: string, points: number, { level = 20, size = 5, seed = 1 } = {}): Member => {
  const random = generator(seed)
  return {
    key,
    times: Float64Array.from({ length: points }, (_, i) => begin + i * hour),
    channels: [Float64Array.from({ length: points }, (_, i) => level + size * Math.sin((i * Math.PI) / 12) + random())],
    attributes: [],
    step: { unit: 'millisecond', count: hour },
    timeZone: 'UTC',
  }
}

const request = (kind: string, members: readonly Member[], settings = {}): TrainingRequest => ({
  kind,
  settings: defineSettings(modelKind(kind).settings, settings),
  recipe: plainRecipe,
  channels: [{ name: 'value', unit: null }],
  members,
  seed: 1,
})

test('ridge learns one series and serves it', async () => {
  const member = wave('demo', 600)
  const trained = await trainVersion(request('ridge', [member], { horizon: 12 }), about)
  expect(trained.metrics.own.mase).toBeLessThan(1)
  const open = await openVersion(trained.artifact, { threads: 1 })
  const [forecast] = await open.forecast([member], 12)
  expect(forecast!.times[0]).toBe(begin + 600 * hour)
  for (const [h, value] of forecast!.mean[0]!.entries()) {
    expect(Math.abs(value - (20.5 + 5 * Math.sin(((600 + h) * Math.PI) / 12)))).toBeLessThan(1)
    expect(forecast!.intervals[1]!.lower[0]![h]!).toBeLessThan(value)
  }
  await open.close()
})
