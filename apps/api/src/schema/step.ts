import type { Step, StepUnit } from '@seriema/domain/step'
import { millisecondsOf } from '@seriema/domain/step'
import { sayStep } from '@seriema/domain/step-words'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'

const StepUnitEnum = closedSet<StepUnit>('StepUnit', 'What steps from one point to the next are counted in.', {
  millisecond: 'Always as long.',
  businessDay: 'From one day of business to the next: Monday to Friday, or the weekdays that have points.',
  day: 'A day of the calendar: 23 or 25 hours where the clocks change.',
  week: 'Seven days of the calendar.',
  month: 'The same day of the next month, or its last.',
  quarter: 'Three months.',
  year: 'Twelve months.',
})

export const StepType = builder.objectRef<Step>('Step').implement({
  description: 'From one point to the next: a duration, or as calendars count in a time zone.',
  fields: t => ({
    unit: t.expose('unit', { type: StepUnitEnum, description: 'What is counted.' }),
    count: t.exposeFloat('count', { description: 'How many of them.' }),
    milliseconds: t.float({
      description: 'How long it is; on average, where calendars count.',
      resolve: millisecondsOf,
    }),
    timeZone: t.string({
      nullable: true,
      description: 'IANA zone whose calendar counts; null for a duration.',
      resolve: step => (step.unit === 'millisecond' ? null : step.zone),
    }),
    text: t.string({ description: 'In words: `every month`.', resolve: sayStep }),
  }),
})

export const StepInput = builder.inputType('StepInput', {
  description: 'From one point to the next, as its owner says.',
  fields: t => ({
    unit: t.field({ type: StepUnitEnum, required: true, description: 'What is counted.' }),
    count: t.float({ description: 'How many of them, a whole number, up to ten years in all [1].' }),
  }),
})
