import { rateUnit } from '@seriema/domain/counter'
import { type Channel, type ChannelKind, seriesBounds } from '@seriema/domain/series'
import { type Series, stepOf } from '../store/series.ts'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { counted } from './words.ts'

const { nameLength, textLength } = seriesBounds

export interface PlacedChannel extends Channel {
  readonly position: number
  readonly rateUnit: string | null
}

export function placed(series: Series, position: number): PlacedChannel {
  const channel = series.channels[position]!
  const unit = channel.kind === 'counter' ? rateUnit(channel.unit, stepOf(series)) : null
  return { ...channel, position, rateUnit: unit }
}

/** What is said of a channel by who watches or forecasts it is in this unit. */
export const inWatchedUnit = "in the channel's unit; of a counter it is the rate, in its `rateUnit`"

export const ChannelKindEnum = closedSet<ChannelKind>(
  'ChannelKind',
  'What the values of a channel are, and so what of it is watched and forecast.',
  {
    gauge: 'A value of its own each time, such as a temperature: that is watched and forecast.',
    counter:
      'What has come together so far, such as the reading of a meter: it only goes on, or begins again at zero. Watched and forecast is its rate: the increase since its reading before, divided by the steps of the series between them. After a fall the increase is the new reading itself. Readings are stored, and given back, as they were sent.',
  },
)

export const CounterViewEnum = closedSet<'reading' | 'rate'>('CounterView', 'How counters are shown.', {
  reading: 'The readings, as they were sent.',
  rate: 'The rates, as they are watched and forecast, in the `rateUnit` of the channel; null at the first reading.',
})

export const ChannelType = builder.objectRef<PlacedChannel>('Channel').implement({
  description: 'A measured quantity of a series.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name, unlike that of any other channel of the series.' }),
    position: t.exposeInt('position', { description: "0-based place among the series' channels." }),
    kind: t.expose('kind', {
      type: ChannelKindEnum,
      description: 'Whether it is watched and forecast as it is, or counts.',
    }),
    unit: t.exposeString('unit', { nullable: true, description: 'Unit of its values, in words or symbols.' }),
    rateUnit: t.exposeString('rateUnit', {
      nullable: true,
      description:
        'Unit of the rate of a counter, in words: `kWh per hour`, or `kWh per step` until a step is known. Null for a gauge.',
    }),
    minimum: t.exposeFloat('minimum', {
      nullable: true,
      description: "Least plausible value, in the channel's unit: a lower one is rejected. Null: no limit.",
    }),
    maximum: t.exposeFloat('maximum', {
      nullable: true,
      description: "Greatest plausible value, in the channel's unit: a higher one is rejected. Null: no limit.",
    }),
  }),
})

export const ChannelInput = builder.inputType('ChannelInput', {
  description: 'A measured quantity of a series to be created.',
  fields: t => ({
    name: t.string({
      required: true,
      description: `Unlike that of the other channels, 1 to ${nameLength} characters.`,
    }),
    kind: t.field({ type: ChannelKindEnum, description: 'Whether it counts [GAUGE].' }),
    unit: t.string({ description: `Unit of its values, at most ${counted(textLength)} characters.` }),
    minimum: t.float({ description: "Least plausible value, in the channel's unit; a lower one is rejected [none]." }),
    maximum: t.float({
      description: "Greatest plausible value, in the channel's unit; a higher one is rejected [none].",
    }),
  }),
})

export const ChannelChangeInput = builder.inputType('ChannelChangeInput', {
  description: 'What is said anew of a channel: what is left out stays as it is.',
  fields: t => ({
    name: t.string({ required: true, description: 'Which channel.' }),
    kind: t.field({
      type: ChannelKindEnum,
      description:
        'Whether it counts. What was found and forecast of what it was before is taken back, its points stay; `rescoreSeries` judges its past as what it is now.',
    }),
  }),
})
