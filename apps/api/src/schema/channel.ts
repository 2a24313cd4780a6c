import { type Channel, seriesBounds } from '@seriema/domain/series'
import { builder } from './builder.ts'
import { counted } from './words.ts'

const { nameLength, textLength } = seriesBounds

export interface PlacedChannel extends Channel {
  readonly position: number
}

export const placed = (channels: readonly Channel[], position: number): PlacedChannel => ({
  ...channels[position]!,
  position,
})

export const ChannelType = builder.objectRef<PlacedChannel>('Channel').implement({
  description: 'A measured quantity of a series.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name, unlike that of any other channel of the series.' }),
    position: t.exposeInt('position', { description: "0-based place among the series' channels." }),
    unit: t.exposeString('unit', { nullable: true, description: 'Unit of its values, in words or symbols.' }),
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
    unit: t.string({ description: `Unit of its values, at most ${counted(textLength)} characters.` }),
    minimum: t.float({ description: "Least plausible value, in the channel's unit; a lower one is rejected [none]." }),
    maximum: t.float({
      description: "Greatest plausible value, in the channel's unit; a higher one is rejected [none].",
    }),
  }),
})
