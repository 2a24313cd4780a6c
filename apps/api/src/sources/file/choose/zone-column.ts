import type { ChosenTime, ColumnSample } from '../detect-time.ts'
import { isMissing } from '../numbers/words.ts'
import { minutesOf, placeOfName, type SaidZone } from '../times/abbreviations.ts'

const zoneName =
  /^(?:time[_ ]?zone|tz|tz[_ ](?:cd|code|name|offset)|zone|zeitzone|fuso(?: ?horario| ?horário)?|(?:utc|gmt)[_ ]?offset|offset)$/i
const offset = /^(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?$/

const isAbbreviation = (cell: string): boolean =>
  cell.length >= 3 && cell === cell.toUpperCase() && !Number.isNaN(minutesOf(cell))

/** A column beside the times that says the zone of each: joined to them, or the one place that all rows name. */
export function withZoneColumn(
  time: ChosenTime,
  names: readonly string[],
  samples: readonly ColumnSample[],
): { readonly time: ChosenTime; readonly place: SaidZone | null } {
  const clocked = /HH|hh|kk|P\d/i.test(time.format)
  if (!clocked || /Z|epoch|ISO/.test(time.format)) return { time, place: null }
  for (const [column, name] of names.entries()) {
    if (time.columns.includes(column) || !zoneName.test(name.trim())) continue
    const cells = samples[column]!.map(cell => cell.trim()).filter(cell => !isMissing(cell))
    if (cells.length === 0) continue
    if (cells.every(cell => offset.test(cell) || isAbbreviation(cell))) {
      const alternative = time.alternative === null ? null : `${time.alternative}[ Z]`
      return {
        time: { ...time, columns: [...time.columns, column], format: `${time.format}[ Z]`, alternative },
        place: null,
      }
    }
    const place = placeOfName(cells[0]!)
    if (place !== null && cells.every(cell => cell === cells[0])) return { time, place }
  }
  return { time, place: null }
}
