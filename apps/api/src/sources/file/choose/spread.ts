import type { ChosenTime } from '../detect-time.ts'
import type { LayoutSpread } from '../plan.ts'
import { monthOf } from '../times/names.ts'

/** Columns that are instants of their own, such as the hours of a day. */
export interface Spread extends LayoutSpread {
  readonly columns: readonly number[]
  /** Whether hours are counted from 1. */
  readonly counted: boolean
}

const hourName = /^(?:hour|hr|h|he|hora|stunde|std|heure|v|p)?[ _.-]?0?(\d{1,2})\.?(?:[ _]?(?:h|uhr|hr))?$/i
const clockName = /^[Hh]?(\d{1,2})[:h](\d{2})(?::00)?(?:\s*[-–]\s*\d{1,2}[:h]\d{2}(?::00)?)?$/
const fewest = 12

/** null where the file has one row a point. `free` are the columns that are neither time nor key. */
export function findSpread(names: readonly string[], free: readonly number[], time: ChosenTime): Spread | null {
  if (/^(?:.*D.*)$/.test(time.format) && !/HH|hh|kk|ISO/.test(time.format)) return hours(names, free, time)
  if (time.format === 'year' || /^YY(?:YY)?$/.test(time.format)) return months(names, free)
  return null
}

function hours(names: readonly string[], free: readonly number[], time: ChosenTime): Spread | null {
  const clocks = free.flatMap(column => {
    const match = clockName.exec(names[column]!.trim())
    return match === null ? [] : [{ column, minutes: Number(match[1]) * 60 + Number(match[2]) }]
  })
  if (clocks.length >= fewest) return spread(clocks, time, false)
  const numbered = free.flatMap(column => {
    const match = hourName.exec(names[column]!.trim())
    return match === null ? [] : [{ column, hour: Number(match[1]) }]
  })
  const [first] = numbered
  if (numbered.length < 23 || first === undefined || first.hour > 1) return null
  const inOrder = numbered.every(({ hour }, i) => hour === first.hour + i)
  if (!inOrder || numbered.length > 24) return null
  const counted = first.hour === 1
  const places = numbered.map(({ column, hour }) => ({ column, minutes: (counted ? hour - 1 : hour) * 60 }))
  return spread(places, time, counted)
}

function spread(places: readonly { column: number; minutes: number }[], time: ChosenTime, counted: boolean): Spread {
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    columns: places.map(place => place.column),
    suffixes: places.map(({ minutes }) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`),
    format: `${time.format} HH:mm`,
    alternative: time.alternative === null ? null : `${time.alternative} HH:mm`,
    counted,
  }
}

function months(names: readonly string[], free: readonly number[]): Spread | null {
  const places = free.flatMap(column => {
    const month = monthOf(names[column]!.trim())
    return month === -1 ? [] : [{ column, month }]
  })
  if (places.length !== 12 || new Set(places.map(place => place.month)).size !== 12) return null
  return {
    columns: places.map(place => place.column),
    suffixes: places.map(({ month }) => String(month + 1)),
    format: 'YYYY MM',
    alternative: null,
    counted: false,
  }
}
