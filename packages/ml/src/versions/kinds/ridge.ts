import { every, preset } from '../../contract/preset.ts'
import { choice, horizon, lookback, numberOf, ratios, recent } from '../../contract/setting.ts'
import type { ModelKind } from '../../contract/trainable.ts'
import { fewestCells, ratiosOf } from '../splits.ts'

const longestHorizon = 2_048

export const ridgeModel: ModelKind = {
  kind: 'ridge',
  role: 'forecast',
  title: 'Ridge',
  tagline: 'linear in the recent past',
  description: 'Linear in the recent past, learnt in closed form within seconds; a good first model of any series.',
  needs: 'a window of past and future in its first part, and a future in each part that is held out',
  ofGroups: true,
  settings: [
    lookback(null, 'Points it looks at; left out, a quarter of the history up to 512.'),
    horizon(24, longestHorizon),
    choice(
      'weights',
      ['Weights', 'Whether channels share what is learnt.'],
      {
        shared: ['Shared', 'One set of weights, learnt from all channels.'],
        separate: ['Separate', 'A set of weights for each channel.'],
      },
      'shared',
    ),
    ...ratios,
    recent,
  ],
  presets: [
    preset(
      'hourly',
      ['Hourly, a day ahead', 'The mean of every hour; it looks back a week, so that it sees days and weekends.'],
      { lookback: 168 },
      every('hour', 'mean'),
    ),
    preset(
      'daily',
      [
        'Daily, two weeks ahead',
        'The mean of every day; it looks back eight weeks. For amounts, take sums on the grid.',
      ],
      { lookback: 56, horizon: 14 },
      every('day', 'mean'),
    ),
  ],
  warnings: settings =>
    settings.lookback !== null && numberOf(settings, 'lookback') < 2
      ? ['with a lookback of 1 it can only repeat the last point']
      : [],
  fewestPoints: settings =>
    fewestCells((settings.lookback as number | null) ?? 1, numberOf(settings, 'horizon'), ratiosOf(settings)),
}
