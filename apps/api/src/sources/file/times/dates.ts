import { monthOf } from './names.ts'

/** A pattern for the dates that texts begin with, and what follows them. */
export interface FoundDates {
  /** Patterns of the date alone, in order of preference: the cells decide which. */
  readonly formats: readonly string[]
  readonly tails: readonly string[]
}

interface Shape {
  readonly pattern: RegExp
  readonly formats: (match: RegExpExecArray) => readonly string[]
  /** Which group is the name of a month. */
  readonly month?: number
}

const year = '\\d{4}|\\d{2}'
const yearOf = (text: string): string => (text.length === 2 ? 'YY' : 'YYYY')
const name = '(\\p{L}{3,12})'
/** `1st`, `2º`, `1er`. */
const ordinal = '(?:st|nd|rd|th|er|º|ª|°)?'

/** Dates as people and programs write them, the commonest first. */
const shapes: readonly Shape[] = [
  {
    pattern: /^(\d{4})(\. |[-/. ])(\d{1,2})\2(\d{1,2})(\.?)(?!\d)/,
    formats: m => [`${['YYYY', 'MM', 'DD'].join(m[2])}${m[5]}`],
  },
  {
    pattern: /^(\d{4}) ?([年년]) ?(\d{1,2}) ?([月월]) ?(\d{1,2}) ?([日일])/,
    formats: m => [
      `${m[0].replace(/\d+/g, '').replace(m[2]!, `YYYY${m[2]}`).replace(m[4]!, `MM${m[4]}`).replace(m[6]!, `DD${m[6]}`)}`,
    ],
  },
  { pattern: /^(\d{4})(\d{2})(\d{2})(?=[T _:-])/, formats: () => ['YYYYMMDD'] },
  {
    pattern: new RegExp(`^(\\d{1,2})(\\. |[-/. ])(\\d{1,2})\\2(${year})(?!\\d)(\\.?)`),
    formats: m =>
      [
        ['DD', 'MM'],
        ['MM', 'DD'],
      ]
        .map(order => [...order, yearOf(m[4]!)].join(m[2]) + m[5])
        .concat(m[4]!.length === 2 && m[1]!.length === 2 ? [['YY', 'MM', 'DD'].join(m[2])] : []),
  },
  {
    pattern: new RegExp(
      `^(\\d{1,2})${ordinal}(\\. |[-/ .]|\\.? de |)${name}\\.?(,? |[-/.]| de |)(\\d{4}|\\d{2}(?!:))(?!\\d)`,
      'u',
    ),
    formats: m => [`DD${m[2]}MMM${m[4]}${yearOf(m[5]!)}`],
    month: 3,
  },
  {
    pattern: new RegExp(`^${name}\\.?([ -])(\\d{1,2})${ordinal}(,? |-)(\\d{4})(?!\\d)`, 'u'),
    formats: m => [`MMM${m[2]}DD${m[4]}YYYY`],
    month: 1,
  },
  {
    pattern: new RegExp(`^(\\d{4})([-/ ])${name}\\.?\\2(\\d{1,2})(?!\\d)`, 'u'),
    formats: m => [`YYYY${m[2]}MMM${m[2]}DD`],
    month: 3,
  },
]

/** Months, quarters, weeks and days of a year: nothing follows them. */
const periods: readonly Shape[] = [
  // Weeks of a year go beyond twelve.
  {
    pattern: /^(\d{4})([-/. ]?)([Mm]?)(\d{1,2})$/,
    formats: m => {
      const part = (name: string) => `YYYY${m[2]}${name}`
      if (Number(m[4]) > 12) return [part('WW')]
      return m[2] !== '' && m[3] === '' && /^[1-4]$/.test(m[4]!) ? [part('MM'), part('Q'), part('HY')] : [part('MM')]
    },
  },
  { pattern: /^(\d{4}):(?:0[1-9]|1[0-2])$/, formats: () => ['YYYY:MM'] },
  { pattern: /^(\d{1,2})([-/. ])(\d{4})$/, formats: m => [`${Number(m[1]) > 12 ? 'WW' : 'MM'}${m[2]}YYYY`] },
  {
    pattern: new RegExp(`^${name}\\.?([-/ ']|\\.?, ?| de |)(${year})$`, 'u'),
    formats: m => [`MMM${m[2]}${yearOf(m[3]!)}`],
    month: 1,
  },
  {
    pattern: /^(\d{4})(?:( ?年 ?)(\d{1,2}) ?月|( ?년 ?)(\d{1,2}) ?월)$/,
    formats: m => [m[2] === undefined ? `YYYY${m[4]}MM월` : `YYYY${m[2]}MM月`],
  },
  // The quarter that three months are is begun by the first.
  {
    pattern: new RegExp(`^${name}\\.? ?([-–/]) ?\\p{L}{3,12}\\.?([-/ ']|, )(${year})$`, 'u'),
    formats: m => [`MMM${m[2]}…${m[3]}${yearOf(m[4]!)}`],
    month: 1,
  },
  { pattern: new RegExp(`^(\\d{4})([-/ ])${name}\\.?$`, 'u'), formats: m => [`YYYY${m[2]}MMM`], month: 3 },
  { pattern: /^(\d{4})([-/: ]?)[HhSs]\.? ?[12]$/, formats: m => [`YYYY${m[2]}HY`] },
  {
    pattern:
      /^(?:(?:[HhSs]|HY|[Hh][Jj]|Half|Sem|Semester|Semestre|Halbjahr)\.? ?[12]|[12](?:\.|[ºªo]|er|e|st|nd|rd|th)? ?(?:[HhSs]|[Hh][Jj]|half|sem|semester|semestre|[Hh]albjahr)\.?)([-/' ]| de |)(\d{4}|\d{2})$/u,
    formats: m => [`HY${m[1]}${yearOf(m[2]!)}`],
  },
  { pattern: /^(\d{4}):[1-4]$/, formats: () => ['YYYY:Q'] },
  { pattern: /^(\d{4})([-/: ]?)[QqTt]\p{L}*\.? ?([1-4])$/u, formats: m => [`YYYY${m[2]}Q`] },
  { pattern: /^(?:I{1,3}|IV)(?: ?(?:[QqTt]\p{L}*|kw)\.?)?([-/ ])(\d{4})$/u, formats: m => [`Q${m[1]}YYYY`] },
  { pattern: /^(\d{4})([-/ ])(?:I{1,3}|IV)$/, formats: m => [`YYYY${m[2]}Q`] },
  {
    pattern:
      /^(?:[QqTt]\p{L}*\.? ?[1-4]|[1-4](?:\.|[ºªo]|er|e|st|nd|rd|th)? ?[QqTt]\p{L}*)([-/' ]| de |)(\d{4}|\d{2})$/u,
    formats: m => [`Q${m[1]}${yearOf(m[2]!)}`],
  },
  { pattern: /^\d{4}(-?)W\d{2}\1[1-7]$/, formats: m => [`YYYY${m[1]}WW${m[1]}E`] },
  { pattern: /^(\d{4})([-/ ]?)(?:W|w|KW|CW|Wk|Week|S(?=\d{2}$))\.? ?(\d{1,2})$/, formats: m => [`YYYY${m[2]}WW`] },
  {
    pattern:
      /^(?:W|w|KW|CW|Wk|Week|Woche|Semana|Semaine|S(?=\d{2}))\.? ?(\d{1,2})(, | of | de | von |[-/ ])(\d{4}|\d{2})$/i,
    formats: m => [`WW${m[2]}${yearOf(m[3]!)}`],
  },
  { pattern: /^(\d{4})-(\d{3})$/, formats: () => ['YYYY-DDD'] },
]

/** Days without a year. What are numbers alone needs a time of day behind it. */
const yearless: readonly Shape[] = [
  {
    pattern: new RegExp(`^(\\d{1,2})(\\. |[-/ .]|\\.? de |)${name}\\.?(?=$|[ ,T])`, 'u'),
    formats: m => [`DD${m[2]}MMM`],
    month: 3,
  },
  {
    pattern: new RegExp(`^${name}\\.?( +|-)(\\d{1,2})(?=$|[ ,T])`, 'u'),
    formats: m => [m[2] === '-' ? 'MMM-DD' : 'MMM DD'],
    month: 1,
  },
  {
    pattern: /^(\d{1,2})([-/.])(\d{1,2})(\.?)(?=,? +\d{1,2}:\d{2})/,
    formats: m => [`DD${m[2]}MM${m[4]}`, `MM${m[2]}DD${m[4]}`],
  },
]

/** The shape that most texts begin with; null where they are no dates. */
export function findDates(texts: readonly string[]): FoundDates | null {
  return datesOf(shapes.concat(periods), texts) ?? datesOf(yearless, texts)
}

function datesOf(among: readonly Shape[], texts: readonly string[]): FoundDates | null {
  const found = among.find(shape => fits(shape, texts, 0.5))
  if (found === undefined) return null
  const matches = texts.map(text => match(found, text)).filter(each => each !== null)
  // The years of most decide how long a year is.
  const bare = matches.every(each => each[0].length === each.input.length)
  if (bare && found.month !== undefined) {
    const days = areDays(matches, found.month)
    if (
      yearless.includes(found)
        ? matches.length > 1 && !days
        : found.month === 1 && / \d{2}$/.test(matches[0]![0]) && days
    )
      return null
  }
  const formats = commonest(matches.map(each => found.formats(each).join('\n')))
  const all = formats.split('\n')
  // The first months of a year alone are no quarters of it.
  const several = !all[0]!.startsWith('YYYY') || new Set(matches.map(each => each[1])).size > 2
  return { formats: several ? all : all.slice(0, 1), tails: matches.map(each => each.input.slice(each[0].length)) }
}

/** `Jan 9, Jan 10, Jan 11` are days of a year that is not said, no Januaries. */
function areDays(matches: readonly RegExpExecArray[], month: number): boolean {
  const same = matches.filter((each, i) => i > 0 && each[month] === matches[i - 1]![month]).length
  return same * 2 > matches.length
}

const match = ({ pattern, month }: Shape, text: string): RegExpExecArray | null => {
  const each = pattern.exec(text)
  return each !== null && month !== undefined && monthOf(each[month]!) === -1 ? null : each
}

function fits(shape: Shape, texts: readonly string[], share: number): boolean {
  let matched = 0
  for (let i = 0; i < texts.length; i++) {
    if (match(shape, texts[i]!) !== null) matched++
    if (i === 20 && matched === 0) return false
  }
  return matched > share * texts.length
}

function commonest(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}
