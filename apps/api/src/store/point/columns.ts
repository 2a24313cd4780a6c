import type { PointColumns } from '@seriema/domain/point'

/**
 * Points travel as two texts, one of instants and one of values row by row, and are parsed as JSON: a row object each
 * would cost more than the query.
 */
export interface PointTexts {
  readonly times: string | null
  readonly values: string | null
}

/** The select list that makes `PointTexts` of rows with `at` and `values`, in the order they come. */
export const pointTexts = `array_to_string(array_agg(date_part('epoch', at) * 1000), ',') as times,
  array_to_string(array_agg(values), ',') as values`

/** A comma-separated text of numbers; NaN stays NaN. */
export function numbers(text: string | null): Float64Array {
  if (text === null || text === '') return new Float64Array(0)
  if (!text.includes('N')) return Float64Array.from(JSON.parse(`[${text}]`) as number[])
  const parsed = JSON.parse(`[${text.replaceAll('NaN', 'null')}]`) as (number | null)[]
  return Float64Array.from(parsed, value => value ?? Number.NaN)
}

/** `descending`: the rows came newest first. */
export function readColumns(texts: PointTexts, channels: number, descending = false): PointColumns {
  const times = numbers(texts.times)
  const count = times.length
  for (let i = 0; i < count; i++) times[i] = Math.round(times[i]!)
  if (descending) times.reverse()
  const flat = numbers(texts.values)
  const columns = Array.from({ length: channels }, () => new Float64Array(count))
  for (let c = 0; c < channels; c++) {
    const column = columns[c]!
    for (let i = 0; i < count; i++) column[descending ? count - 1 - i : i] = flat[i * channels + c]!
  }
  return { times, channels: columns }
}
