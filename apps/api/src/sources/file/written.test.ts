import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockOf, date } from './cases/series.ts'
import { readCase } from './read-case.ts'

const read = (text: string, plan = {}) => readCase(Buffer.from(text), plan)
const hour = 3_600_000

/** Ways to write the whole part of a number. */
const groupings: Readonly<Record<string, (digits: string) => string>> = {
  none: digits => digits,
  dot: digits => inThrees(digits, '.'),
  comma: digits => inThrees(digits, ','),
  space: digits => inThrees(digits, ' '),
  'no-break space': digits => inThrees(digits, '\u00a0'),
  'narrow space': digits => inThrees(digits, '\u202f'),
  'thin space': digits => inThrees(digits, '\u2009'),
  apostrophe: digits => inThrees(digits, "'"),
  'typographic apostrophe': digits => inThrees(digits, '’'),
  Indian: digits => (digits.length <= 3 ? digits : `${inTwos(digits.slice(0, -3))},${digits.slice(-3)}`),
}
const inThrees = (digits: string, sign: string) => digits.replace(/\B(?=(?:\d{3})+$)/g, sign)
const inTwos = (digits: string) => digits.replace(/\B(?=(?:\d{2})+$)/g, ',')

/** Ways to write what stands around it. */
const dresses: Readonly<Record<string, (text: string, negative: boolean) => string>> = {
  bare: (text, negative) => (negative ? `-${text}` : text),
  plus: (text, negative) => (negative ? `-${text}` : `+${text}`),
  'true minus': (text, negative) => (negative ? `−${text}` : text),
  'minus behind': (text, negative) => (negative ? `${text}-` : text),
  parentheses: (text, negative) => (negative ? `(${text})` : text),
  guarded: (text, negative) => (negative ? `'-${text}` : text),
  dollars: (text, negative) => (negative ? `-$${text}` : `$${text}`),
  'dollars in parentheses': (text, negative) => (negative ? `($${text})` : `$${text}`),
  reais: (text, negative) => (negative ? `R$ -${text}` : `R$ ${text}`),
  euros: (text, negative) => (negative ? `-${text} €` : `${text} €`),
  code: (text, negative) => (negative ? `USD -${text}` : `USD ${text}`),
  percent: (text, negative) => (negative ? `-${text} %` : `${text}%`),
  unit: (text, negative) => (negative ? `-${text} kW` : `${text} kW`),
}

const numbers = fc
  .record({
    comma: fc.boolean(),
    grouping: fc.constantFrom(...Object.keys(groupings)),
    dress: fc.constantFrom(...Object.keys(dresses)),
    decimals: fc.integer({ min: 1, max: 4 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    values: fc.array(fc.integer({ min: -9_999_999, max: 9_999_999 }), { minLength: 12, maxLength: 40 }),
  })
  .filter(({ comma, grouping }) => !(comma && /comma|Indian/.test(grouping)) && !(!comma && grouping === 'dot'))

describe('numbers are read as they were written', { timeout: 60_000 }, () => {
  it('whatever their signs, groups, currency and unit, beside a number that proves the decimal sign', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, async ({ comma, grouping, dress, decimals, delimiter, values }) => {
        const write = (value: number, places: number) => {
          const [whole, fraction] = (Math.abs(value) / 10 ** places).toFixed(places).split('.')
          const text = `${groupings[grouping]!(whole!)}${fraction === undefined ? '' : (comma ? ',' : '.') + fraction}`
          return `"${dresses[dress]!(text, value < 0)}"`
        }
        const rows = values.map((value, i) => [date(i), write(value, decimals), write(i * 7 - 50, 2), write(value, 0)])
        const text = ['d', 'a', 'b', 'c'].join(delimiter) + rows.map(row => `\n${row.join(delimiter)}`).join('')
        const { rows: found, rejections, layout } = await read(text)
        expect(rejections).toEqual([])
        expect(layout.decimalComma).toBe(comma)
        const expected = values.map((value, i) => [value / 10 ** decimals, (i * 7 - 50) / 100, value])
        expect(found.map(row => row.values.map(value => value! + 0))).toEqual(expected.map(row => row.map(v => v + 0)))
      }),
      { numRuns: 300 },
    )
  })
})

const names = {
  english: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
  portuguese: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  german: 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.',
  spanish: 'ene feb mar abr may jun jul ago sep oct nov dic',
  french: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
}
const weekdays = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')
const month = (language: keyof typeof names, m: string) => names[language].split(' ')[Number(m) - 1]!
const c = clockOf
const y2 = (at: number) => String(c(at).y).slice(2)
const clock = (at: number) => `${c(at).h}:${c(at).min}`
const half = (at: number) => `${Number(c(at).h) % 12 || 12}:${c(at).min} ${Number(c(at).h) < 12 ? 'AM' : 'PM'}`

/** Ways to write a time, each of a step it can tell apart. */
const writers: Readonly<Record<string, { step: number; head?: string; write: (at: number) => string }>> = {
  iso: { step: hour, write: at => c(at).iso },
  'short offset': { step: hour, write: at => `${c(at).iso.slice(0, 19).replace('T', ' ')}+00` },
  'ISO 8601, basic': { step: hour, write: at => c(at).iso.replace(/[-:]|\.\d+/g, '') },
  dotted: { step: hour, write: at => `${c(at).d}.${c(at).m}.${c(at).y} ${clock(at)}` },
  'dotted clock': {
    step: hour,
    head: 'date,time',
    write: at => `${c(at).d}/${c(at).m}/${c(at).y},${clock(at).replace(':', '.')}.00`,
  },
  American: { step: hour, write: at => `${Number(c(at).m)}/${Number(c(at).d)}/${y2(at)} ${half(at)}` },
  'year first': { step: hour, write: at => `${y2(at)}/${c(at).m}/${c(at).d} ${clock(at)}` },
  'clock first': { step: hour, write: at => `${clock(at)} ${c(at).d}/${c(at).m}/${c(at).y}` },
  English: { step: 24 * hour, write: at => `"${month('english', c(at).m)} ${c(at).d}, ${c(at).y}"` },
  Portuguese: { step: 24 * hour, write: at => `${c(at).d} de ${month('portuguese', c(at).m)} de ${c(at).y}` },
  German: { step: 24 * hour, write: at => `${Number(c(at).d)}. ${month('german', c(at).m)} ${c(at).y}` },
  Spanish: { step: 24 * hour, write: at => `${c(at).d}-${month('spanish', c(at).m)}-${y2(at)}` },
  French: { step: 24 * hour, write: at => `${Number(c(at).d)} ${month('french', c(at).m)} ${c(at).y}` },
  mail: {
    step: hour,
    write: at =>
      `"${weekdays[new Date(at).getUTCDay()]}, ${c(at).d} ${month('english', c(at).m)} ${c(at).y} ${clock(at)}:00 +0000"`,
  },
  log: { step: hour, write: at => `[${c(at).d}/${month('english', c(at).m)}/${c(at).y}:${clock(at)}:00 +0000]` },
  abbreviation: {
    step: hour,
    write: at =>
      `${c(at + hour)
        .iso.slice(0, 19)
        .replace('T', ' ')} CET`,
  },
  interval: {
    step: hour,
    write: at =>
      `${c(at).d}.${c(at).m}.${c(at).y} ${clock(at)} - ${c(at + hour).d}.${c(at + hour).m}.${c(at + hour).y} ${clock(at + hour)}`,
  },
  'hour column': { step: hour, head: 'date,hour', write: at => `${c(at).iso.slice(0, 10)},${Number(c(at).h)}` },
  'parts in columns': {
    step: hour,
    head: 'year,month,day,hour',
    write: at => `${c(at).y},${Number(c(at).m)},${Number(c(at).d)},${Number(c(at).h)}`,
  },
  spreadsheet: { step: hour, write: at => (at / 86_400_000 + 25_569).toFixed(6) },
  'day of the year': {
    step: 24 * hour,
    write: at => `${c(at).y}-${String((at - Date.UTC(c(at).y, 0)) / 86_400_000 + 1).padStart(3, '0')}`,
  },
}

/** Months, quarters, weeks and years, the k-th from 2000 on. */
const periods: Readonly<Record<string, { write: (k: number) => string; at: (k: number) => number }>> = {
  'year-month': {
    write: k => `${2000 + Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}`,
    at: k => Date.UTC(2000, k),
  },
  'compact month': {
    write: k => `${2000 + Math.floor(k / 12)}${String((k % 12) + 1).padStart(2, '0')}`,
    at: k => Date.UTC(2000, k),
  },
  'month/year': {
    write: k => `${String((k % 12) + 1).padStart(2, '0')}/${2000 + Math.floor(k / 12)}`,
    at: k => Date.UTC(2000, k),
  },
  'Jan-26': {
    write: k => `${month('english', String((k % 12) + 1))}-${String(Math.floor(k / 12)).padStart(2, '0')}`,
    at: k => Date.UTC(2000, k),
  },
  'janeiro de 2026': {
    write: k => `${month('portuguese', String((k % 12) + 1))} de ${2000 + Math.floor(k / 12)}`,
    at: k => Date.UTC(2000, k),
  },
  'first of the month, American': {
    write: k => `${(k % 12) + 1}/1/${2000 + Math.floor(k / 12)}`,
    at: k => Date.UTC(2000, k),
  },
  'first of the month, European': {
    write: k => `01/${String((k % 12) + 1).padStart(2, '0')}/${2000 + Math.floor(k / 12)}`,
    at: k => Date.UTC(2000, k),
  },
  quarter: { write: k => `${2000 + Math.floor(k / 4)}-Q${(k % 4) + 1}`, at: k => Date.UTC(2000, k * 3) },
  'Q1 2000': { write: k => `Q${(k % 4) + 1} ${2000 + Math.floor(k / 4)}`, at: k => Date.UTC(2000, k * 3) },
  year: { write: k => String(2000 + k), at: k => Date.UTC(2000 + k, 0) },
}

describe('times are read as they were written', { timeout: 60_000 }, () => {
  it.each(Object.entries(writers))('%s', async (_, { step, head = 'time', write }) => {
    const start = fc.integer({ min: Math.ceil(Date.UTC(2001, 0) / step), max: Math.floor(Date.UTC(2035, 0) / step) })
    await fc.assert(
      fc.asyncProperty(start, fc.integer({ min: 60, max: 120 }), fc.boolean(), async (from, count, newestFirst) => {
        const times = Array.from({ length: count }, (_, i) => (from + i) * step)
        // A month and more of hours, so that days and months can be told apart.
        const spread = step === hour ? times.map((at, i) => (i === count - 1 ? at + 40 * 24 * hour : at)) : times
        const ordered = newestFirst ? spread.toReversed() : spread
        const { rows, rejections } = await read(
          `${head},v\n${ordered.map((at, i) => `${write(at)},${i}.5`).join('\n')}`,
        )
        expect(rejections).toEqual([])
        expect(rows.map(row => row.at)).toEqual(ordered)
      }),
      { numRuns: 25 },
    )
  })

  it.each(Object.entries(periods))('%s', async (_, { write, at }) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 15, max: 39 }), async (from, count) => {
        const places = Array.from({ length: count }, (_, i) => from + i)
        const { rows, rejections } = await read(`period,v\n${places.map((k, i) => `${write(k)},${i}.5`).join('\n')}`)
        expect(rejections).toEqual([])
        expect(rows.map(row => row.at)).toEqual(places.map(at))
      }),
      { numRuns: 25 },
    )
  })
})
