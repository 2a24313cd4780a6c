import { defineRecipe } from '@seriema/domain/recipe'
import { defineSettings, type SettingRecord, type Settings, type SettingValue } from '@seriema/domain/setting'
import { describe, expect, test, vi } from 'vitest'
import type { Member, ModelKind, ModelPreset } from '../contract/trainable.ts'
import { generator } from '../training/random.ts'
import { modelKinds } from './kinds.ts'
import { trainVersion } from './train.ts'

vi.setConfig({ testTimeout: 120_000 })

const hour = 3_600_000
const stretches = { minute: 60_000, hour, day: 24 * hour, week: 168 * hour, month: 744 * hour }
const about = { version: '1.2.3', createdAt: 0, scope: 'demo', threads: 1 }

/** Points more than a training takes at the least: a recipe may cut some away, and its grid lose the first and the last. */
const spare = 20

/** A series that just suffices for a preset: two points a stretch of its grid, where it has one. */
function seriesFor(kind: ModelKind, { settings, recipe }: ModelPreset): Member {
  const need = kind.fewestPoints(defineSettings(kind.settings, settings))
  const step = recipe.resample === null ? hour : stretches[recipe.resample.unit] / 2
  const count = recipe.resample === null ? need + spare : 2 * (need + spare)
  const random = generator(1)
  const values = () => Float64Array.from({ length: count }, (_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12) + random())
  return {
    key: 'demo',
    times: Float64Array.from({ length: count }, (_, i) => Date.UTC(2020, 0, 6) + i * step),
    channels: [values(), values()],
    attributes: [],
    step: { unit: 'millisecond', count: step },
    timeZone: 'UTC',
  }
}

/** As few and as small steps as there can be: these decide how good it gets, and not whether it can be trained. */
const lessWork = (settings: Settings): Settings => {
  const less: Settings = { epochs: 1, rate: 1e-4, findsRate: false, width: 8, layers: smaller(settings.layers) }
  return { ...settings, ...Object.fromEntries(Object.entries(less).filter(([name]) => name in settings)) }
}
const smaller = (layers: SettingValue | undefined): SettingValue =>
  Array.isArray(layers) ? layers.map((one: SettingRecord) => ({ ...one, units: 4 })) : 1

describe.each(modelKinds.map(kind => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('has presets, each with a name of its own', () => {
    expect(kind.presets.length).toBeGreaterThan(0)
    for (const of of ['name', 'title'] as const)
      expect(new Set(kind.presets.map(one => one[of])).size).toBe(kind.presets.length)
  })

  describe.each(kind.presets.map(preset => [preset.name, preset] as const))('as %s', (__, preset) => {
    test('is settings and a recipe that are allowed, and says only what is other than usual', () => {
      const usual = defineSettings(kind.settings, {})
      const settings = defineSettings(kind.settings, preset.settings)
      expect(settings).toEqual({ ...usual, ...preset.settings })
      for (const name of Object.keys(preset.settings)) expect(settings[name], name).not.toEqual(usual[name])
      expect(defineRecipe(preset.recipe)).toEqual(preset.recipe)
      expect(kind.warnings(settings, 2)).toEqual([])
    })

    test('can be trained on little more than its kind says that it needs', async () => {
      const trained = await trainVersion(
        {
          kind: kind.kind,
          settings: lessWork(defineSettings(kind.settings, preset.settings)),
          recipe: preset.recipe,
          channels: ['a', 'b'].map(name => ({ name, unit: null })),
          members: [seriesFor(kind, preset)],
          seed: 7,
        },
        about,
      )
      expect(trained.artifact.length).toBeGreaterThan(0)
    })
  })
})
