import type { GeneratorDraft } from '@seriema/domain/generator'
import type { SeriesDraft } from '@seriema/domain/series'
import type { Core } from '../core.ts'
import { findSeries, hadNoSeries } from '../store/series.ts'
import type { Generators } from './generate.ts'

/** Points each demo begins with: twenty minutes, eight of the longest seasons. */
const history = 600

const madeUp = `Made up by the generator, one point every two seconds. Its first ${history / 30} minutes were made at once, so that there is something to see and to forecast from.`

const demos: readonly { readonly series: SeriesDraft; readonly settings: GeneratorDraft }[] = [
  {
    series: {
      key: 'demo_calm',
      title: 'Calm',
      description: `Steady around 100, with a few outliers. ${madeUp}`,
      channels: [{ name: 'level', unit: '%' }],
    },
    settings: { trend: 0, seasonAmplitude: 0, noise: 2, anomalyRate: 0.01, anomalySize: 6 },
  },
  {
    series: {
      key: 'demo_seasonal',
      title: 'Trend and season',
      description: `Rises slowly and swings every two and a half minutes. ${madeUp}`,
      channels: [{ name: 'load', unit: 'kW' }],
    },
    settings: {
      base: 240,
      trend: 12,
      seasonAmplitude: 40,
      seasonLength: 75,
      noise: 4,
      anomalyRate: 0.01,
      anomalySize: 30,
    },
  },
  {
    series: {
      key: 'demo_machine',
      title: 'Three channels',
      description: `A machine with three channels, each a third of a cycle behind the next. ${madeUp}`,
      channels: [
        { name: 'temperature', unit: '°C' },
        { name: 'pressure', unit: 'kPa' },
        { name: 'vibration', unit: 'µm/s' },
      ],
    },
    settings: {
      base: 80,
      trend: 0,
      seasonAmplitude: 12,
      seasonLength: 60,
      noise: 1.5,
      anomalyRate: 0.015,
      anomalySize: 25,
    },
  },
]

/**
 * Three series to look at, on a database that never had one: whoever deletes a demo does not get it back. Returns the
 * keys of the demos there are.
 */
export async function createDemo(
  app: Pick<Core, 'db'> & { readonly generators: Pick<Generators, 'create'> },
): Promise<readonly string[]> {
  if (await hadNoSeries(app.db))
    for (const { series, settings } of demos) await app.generators.create(series, settings, history)
  const found = await findSeries(
    app.db,
    demos.map(demo => demo.series.key),
  )
  return found.map(series => series.key)
}
