import { plainRecipe } from '@seriema/domain/recipe'
import { defineSettings } from '@seriema/domain/setting'
import { expect, test, vi } from 'vitest'
import type { Member, TrainingRequest } from '../contract/trainable.ts'
import { baseDirectory } from '../models/base.ts'
import { loadTtm } from '../models/ttm/load.ts'
import { generator } from '../training/random.ts'
import { modelKind } from './kinds.ts'
import { openVersion } from './open.ts'
import { trainVersion } from './train.ts'

vi.setConfig({ testTimeout: 120_000 })

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const about = { version: '1.2.3', createdAt: begin, scope: 'demo', threads: 1 }
const random = generator(3)
const values = (level: number) =>
  Float64Array.from({ length: 1_000 }, (_, i) => level * (1 + 0.3 * Math.sin((i * Math.PI) / 12)) + random())
const member: Member = {
  key: 'demo',
  times: Float64Array.from({ length: 1_000 }, (_, i) => begin + i * hour),
  channels: [values(40), values(9_000)],
  attributes: [{ name: 'region', value: 'SP' }],
  step: { unit: 'millisecond', count: hour },
  timeZone: 'UTC',
}
const request = (settings: Readonly<Record<string, unknown>>): TrainingRequest => ({
  kind: 'ttm',
  settings: defineSettings(modelKind('ttm').settings, { horizon: 12, epochs: 1, ...settings }),
  recipe: { ...plainRecipe, categories: ['region'] },
  channels: [
    { name: 'a', unit: null },
    { name: 'b', unit: null },
  ],
  members: [member],
  seed: 1,
})

test('a version that begins with the base model and hardly learns forecasts what the base model does', async () => {
  const { artifact, warnings } = await trainVersion(request({ learns: 'head', rate: 1e-7 }), about)
  expect(warnings.join()).toMatch(/categories are only looked at where channels are mixed/)
  const open = await openVersion(artifact, { threads: 1 })
  const [made] = await open.forecast([member], 12)
  const base = await loadTtm(baseDirectory, { providers: ['cpu'], threads: 1 })
  const [wanted] = await base.forecast([{ channels: member.channels, interval: hour }], 12)
  for (const [c, level] of [40, 9_000].entries())
    for (const [h, value] of made!.mean[c]!.entries())
      expect(Math.abs(value - wanted![c]![h]!)).toBeLessThan(2e-3 * level)
  await Promise.all([open.close(), base.close()])
})

test('channels and categories can be mixed into the base model, and a longer horizon is fed back', async () => {
  for (const settings of [
    { mixChannels: true, learns: 'mlp', rate: 1e-4 },
    { horizon: 100, learns: 'head', rate: 1e-4 },
  ]) {
    const trained = await trainVersion(request(settings), about)
    const open = await openVersion(trained.artifact, { threads: 1 })
    const [made] = await open.forecast([member], trained.horizon)
    for (const mean of made!.mean) expect(mean.every(Number.isFinite)).toBe(true)
    await open.close()
  }
})
