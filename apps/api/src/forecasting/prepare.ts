import { Fault } from '@seriema/domain/fault'
import { possibleIntervals, possibleValues, withinPossible } from '@seriema/ml/calibration/possible'
import { windowLength } from '@seriema/ml/contract/window'
import { inOwnUnit, saneScale, scaledBy } from '@seriema/ml/series/sane-scale'
import type { ForecastTask, MadeForecast, PastForecast } from './task.ts'

/** A task as forecasters can bear it, and what they make of it as it is told. */
export interface Prepared {
  readonly task: ForecastTask
  restore(made: MadeForecast): MadeForecast
}

/**
 * The door to all forecasters. Inside are only channels that have a value, each of a size that can be computed with, so
 * that a dead channel costs the others nothing and no sum overflows. Outside every channel has its place again (NaN for
 * one without a value, and no interval), every number is finite and one that the channel can be. Throws
 * INSUFFICIENT_DATA where no channel has a value.
 */
export function prepared(task: ForecastTask): Prepared {
  const { window, gaps, declared } = task
  const places = window.channels.flatMap((_, c) => (isDead(gaps[c] ?? null) ? [] : [c]))
  if (places.length === 0)
    throw new Fault('INSUFFICIENT_DATA', `no channel has a value in the last ${windowLength(window)} intervals`)
  const only = <T>(all: readonly T[]): T[] => places.map(c => all[c]!)
  const possible = possibleValues(declared, window.channels, gaps)
  const scales = only(window.channels).map(saneScale)
  const inOrder = <T>(all: readonly T[], absent: () => T): T[] =>
    window.channels.map((_, c) => (places.includes(c) ? all[places.indexOf(c)]! : absent()))

  return {
    task: {
      ...task,
      alive: [
        places.length < window.channels.length ? places.join(' ') : '',
        task.counters ? `rates of ${task.counters}` : '',
      ]
        .filter(Boolean)
        .join(', '),
      window: { ...window, channels: places.map((c, i) => scaledBy(window.channels[c]!, scales[i]!)) },
      gaps: places.map(c => gaps[c] ?? null),
      declared: places.map(c => declared[c]!),
      past: task.past
        .filter(({ channels }) => channels.length === window.channels.length)
        .map(past => ({ ...past, channels: places.map((c, i) => scaledPast(past.channels[c]!, scales[i]!)) })),
    },
    restore(made) {
      const own = (values: readonly Float64Array[]) => values.map((each, i) => inOwnUnit(each, scales[i]!))
      const mean = inOrder(own(made.mean), () => new Float64Array(task.horizon).fill(Number.NaN))
      const nothing = () => new Float64Array()
      const intervals = made.intervals.map(({ level, lower, upper }) => ({
        level,
        lower: inOrder(own(lower), nothing),
        upper: inOrder(own(upper), nothing),
      }))
      return {
        ...made,
        mean: mean.map((values, c) => withinPossible(values, possible[c]!)),
        intervals: possibleIntervals(intervals, possible),
      }
    },
  }
}

const isDead = (gaps: Uint8Array | null): boolean => gaps?.every(made => made === 1) ?? false

const scaledPast = ({ centre, deltas }: PastForecast['channels'][number], scale: number) =>
  scale === 1 ? { centre, deltas } : { centre: centre * scale, deltas: deltas.map(delta => delta * scale) }
