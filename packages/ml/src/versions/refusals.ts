import { Fault } from '@seriema/domain/fault'

export const tooFew = (kind: string, key: string, has: number, need: number): Fault =>
  new Fault(
    'INSUFFICIENT_DATA',
    `${kind} needs at least ${need} points with these settings, ${key} has ${has}: wait for more, or ask for less`,
    { need, has },
  )

export const tooMany = (key: string, has: number, most: number): Fault =>
  new Fault(
    'TOO_MUCH_DATA',
    `${key} has ${has} points, a training takes ${most}: choose a shorter range or a coarser grid`,
    { has, most },
  )

export const withGaps = (key: string): Fault =>
  new Fault('INVALID_VALUE', `${key} has gaps: choose how the recipe fills them`)

export const constantSeries = (key: string): Fault =>
  new Fault('CONSTANT_SERIES', `the values of ${key} do not vary, so there is nothing to learn from them`)
