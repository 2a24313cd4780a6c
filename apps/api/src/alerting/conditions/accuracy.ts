import { type AccuracyFigures, accuracyMeasures } from '@seriema/domain/accuracy'
import { invalidSettings, type Settings } from '@seriema/domain/setting'
import { accuracyHistory, accuracyOver } from '../../store/accuracy.ts'
import { type Condition, sighting } from './contract.ts'

const day = 86_400_000

const titles = {
  mae: ['MAE', 'Mean absolute error, in the unit that is forecast.'],
  mape: ['MAPE', 'Mean of the error as a share of what came: 0.15 is 15 %.'],
  rmse: ['RMSE', 'Root of the mean squared error.'],
  mase: ['MASE', 'As a multiple of the error of repeating the season before.'],
  bias: ['Bias', 'Mean error, on whichever side.'],
  r2: ['R²', 'Share of what varies that is explained; it holds below the limit.'],
  coverage: ['Coverage', 'Share within the widest interval; it holds below the limit.'],
} as const

type Measure = (typeof accuracyMeasures)[number]

/** Of these, less is worse. */
const lessIsWorse = new Set<Measure>(['r2', 'coverage'])

/** How accurate forecasts have been, each minute over the last days. */
export const accuracy: Condition = {
  kind: 'accuracy',
  title: 'Inaccurate forecasts',
  description: 'Forecasts of the last days were less accurate than they should be.',
  settings: [
    {
      name: 'measure',
      title: 'Measure',
      description: 'What is held against the limit.',
      type: 'choice',
      choices: accuracyMeasures.map(value => ({ value, title: titles[value][0], description: titles[value][1] })),
      usual: 'mape',
    },
    {
      name: 'limit',
      title: 'Limit',
      description:
        'From which figure on it holds; a share where the measure is one. There is none where nothing is said.',
      type: 'number',
      least: 0,
      most: 1e300,
      whole: false,
      unit: null,
      usual: null,
    },
    {
      name: 'days',
      title: 'Days',
      description: 'Over so many days, of UTC, today included.',
      type: 'number',
      least: 1,
      most: 366,
      whole: true,
      unit: 'days',
      usual: 7,
    },
    {
      name: 'pairs',
      title: 'At least',
      description: 'With fewer forecasts that something came of, nothing is said.',
      type: 'number',
      least: 1,
      most: 1e6,
      whole: true,
      unit: 'values',
      usual: 24,
    },
  ],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: [],
  check({ settings }) {
    if (settings.limit === null) throw invalidSettings([{ path: 'limit', problem: 'is a number from 0 on' }])
  },
  see: async () => [],
  async survey(db, { settings }, series, now) {
    const from = now - (Number(settings.days) - 1) * day
    const found = await accuracyOver(
      db,
      series.map(({ id }) => id),
      { from, to: null },
    )
    return new Map([...found].flatMap(([id, figures]) => seen(settings, now, figures).map(one => [id, one] as const)))
  },
  past: async (db, { settings }, series, { from, to }) =>
    (await accuracyHistory(db, series.id, { from, to })).flatMap(({ day: begun, figures }) =>
      seen(settings, Math.min(begun + day, to), figures),
    ),
  asks: ({ settings }) =>
    `${titles[settings.measure as Measure][0]} ${worse(settings)} ${settings.limit} over ${settings.days} days`,
  tells: ({ settings }, { value }) =>
    `was forecast with ${titles[settings.measure as Measure][0]} ${Number((value ?? 0).toPrecision(4))}, ${worse(settings)} ${settings.limit}`,
}

const worse = ({ measure }: Settings): string => (lessIsWorse.has(measure as Measure) ? 'below' : 'above')

function seen(settings: Settings, at: number, figures: AccuracyFigures) {
  const value = figureOf(figures, settings.measure as Measure)
  if (value === null || figures.count < Number(settings.pairs)) return []
  const limit = Number(settings.limit)
  return [sighting(at, lessIsWorse.has(settings.measure as Measure) ? value < limit : value > limit, { value })]
}

function figureOf(figures: AccuracyFigures, measure: Measure): number | null {
  if (measure === 'coverage') return figures.coverage.at(-1)?.share ?? null
  const value = figures[measure]
  return measure === 'bias' && value !== null ? Math.abs(value) : value
}
