import { offsetOf } from './fields.ts'

const offset = 'Z|(?:UTC|GMT)? ?[+-]\\d{1,2}(?::?\\d{2})?|[A-Z]{3,5}'
const clock = new RegExp(
  `^(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)?(?: ?(?:hrs?|hs?|Uhr)\\.?)?(\\s*[ap](?:\\.?\\s?m\\.?)?(?![a-z]))?(\\s*(?:${offset}))?$`,
  'i',
)

/** A time of day taken apart: hour, minute, second, fraction, a.m. or p.m., offset; null where a text is none. */
function matchClock(text: string): RegExpExecArray | null {
  const match = clock.exec(text)
  if (match === null || Number(match[1]) > 24 || Number(match[2]) > 59) return null
  return match[6] !== undefined && Number.isNaN(offsetOf(match[6].trim())) ? null : match
}

/** Whether the cells are times of a day, or intervals of a day, which need a date beside them. */
export function isTimeOfDay(cells: readonly string[]): boolean {
  let present = 0
  let read = 0
  for (const cell of cells) {
    const text = cell
      .trim()
      .slice(0, 60)
      .replace(/\s+[-–]\s+\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?$/, '')
    if (text === '') continue
    present++
    // 18.30 alone is a number as well: two separators are a time, one colon is.
    if (matchClock(text) !== null && (/[:h]/.test(text) || /^\d{1,2}\.\d{2}\.\d{2}$/.test(text))) read++
    if (present >= 20 && read * 4 < present) return false
  }
  return present > 0 && read >= 0.8 * present
}

/** The name of a zone behind an offset says nothing more. */
export const offsetAndName = /([+-]\d{2}:?\d{2}) [A-Z]{3,5}$/

const separator = /^(?: (?:à|às|um|at|a las|kl\.?) |[T ]\s*|,\s*|[_:-])/

/** What follows the dates as a pattern, with what only some have in brackets; null where it is no time. */
export function timePattern(tails: readonly string[]): string | null {
  if (tails.every(tail => tail.trim() === '')) return ''
  const some = tails.filter(tail => tail.trim() !== '')
  const [first] = some
  const between = separator.exec(first!)?.[0] ?? ''
  if (between === '') return null
  const lead = /^ \p{L}/u.test(between) ? ' … ' : between.startsWith(',') ? ', ' : /^[T ]/.test(between) ? ' ' : between
  const bare = some.map(tail =>
    tail
      .replace(separator, '')
      .replace(/\s?[([][^()[\]]*[)\]]$/, '')
      .replace(offsetAndName, '$1')
      .trim(),
  )
  const compact = compactClock(bare)
  const time = compact ?? clockPattern(bare)
  if (time === null) return null
  return some.length < tails.length ? `[${lead}${time}]` : `${lead}${time}`
}

function compactClock(bare: readonly string[]): string | null {
  for (const [shape, pattern] of [
    [/^(?:[01]?\d|2[0-4])$/, 'HH'],
    [/^(?:[01]\d|2[0-4])[0-5]\d$/, 'HHmm'],
    [/^(?:[01]\d|2[0-4])[0-5]\d[0-5]\d$/, 'HHmmss'],
    [/^(?:[01]\d|2[0-4])[0-5]\d(?:Z|[+-]\d{4})$/, 'HHmmZ'],
    [/^(?:[01]\d|2[0-4])[0-5]\d[0-5]\d(?:Z|[+-]\d{4})$/, 'HHmmssZ'],
    [/^(?:0?\d|1[0-2]) ?[AaPp]\.?[Mm]\.?$/, 'hh A'],
  ] as const)
    if (bare.filter(text => shape.test(text)).length > 0.9 * bare.length) return pattern
  return null
}

function clockPattern(bare: readonly string[]): string | null {
  const present = bare.map(matchClock).filter(match => match !== null)
  if (present.length * 2 <= bare.length) return null
  const some = (group: number) => present.some(part => part[group] !== undefined)
  const all = (group: number) => present.every(part => part[group] !== undefined)
  const optional = (group: number, text: string) => (!some(group) ? '' : all(group) ? text : `[${text}]`)
  const seconds = optional(3, `:ss${optional(4, '.SSS')}`)
  const meridiem = optional(5, present.every(part => part[5]?.startsWith(' ')) ? ' A' : 'A')
  return `${some(5) ? 'hh' : 'HH'}:mm${seconds}${meridiem}${optional(6, 'Z')}`
}
