import { describe, expect, it } from 'vitest'
import { lines, stamp } from './cases/series.ts'
import { headSize } from './read.ts'
import { readCase } from './read-case.ts'

/** More rows than the head holds, so that what follows comes when chunks have been given out. */
const many = 9_000
const read = (text: string, plan = {}) => readCase(Buffer.from(text), plan)
const long = (cell: (i: number) => string, ...more: string[]) => {
  const text = `time;v\n${lines(many, i => `${stamp(i)};${cell(i)}`)}\n`
  expect(text.length).toBeGreaterThan(headSize)
  return text + more.map((line, i) => `${stamp(many + i)};${line}\n`).join('')
}

describe('what comes later', () => {
  it('decides the decimal sign while nothing was read that depends on it', async () => {
    const { rows, notes, rejections } = await read(long(() => '0', '0,125', '1.204,5'))
    expect(rejections).toEqual([])
    expect(rows.slice(-2).map(row => row.values[0])).toEqual([0.125, 1204.5])
    expect(notes).toMatchObject([{ kind: 'numbers', line: many + 2 }])
  })

  it('ends the import where it shows that numbers were read wrongly, with both lines and what to set', async () => {
    const text = long(i => `1.${200 + (i % 700)}`, '12,5')
    await expect(read(text)).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(
        /line 9002: '12,5' has a decimal comma, but '1\.200' on line 2 .* decimalComma true/,
      ),
    })
    const { rows } = await read(text, { decimalComma: true })
    expect([rows[0]!.values[0], rows.at(-1)!.values[0]]).toEqual([1200, 12.5])
  })

  it('is a bad row where the file has proved its decimal sign', async () => {
    const { rejections, rows } = await read(long(i => `${i},5`, '12,345.67', '7,5'))
    expect(rejections).toMatchObject([{ line: many + 2, code: 'INVALID_VALUE' }])
    expect(rows.at(-1)!.values[0]).toBe(7.5)
  })

  it('ends the import where it shows that days and months were swapped', async () => {
    const dates = (i: number) => `01/02/2024 ${stamp(i).slice(11)}:${String(Math.floor(i / 24) % 60).padStart(2, '0')}`
    const text = `time;v\n${lines(9_000, i => `${dates(i)};${i}`)}\n02/13/2024 00:00:00;1\n`
    await expect(read(text)).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(/line 9002: .* timeFormat 'MM\/DD\/YYYY HH:mm:ss'/),
    })
    expect((await read(text, { timeFormat: 'MM/DD/YYYY HH:mm:ss' })).first).toMatch(/^2024-01-02T/)
  })

  it('fills a channel that was empty in all that was seen', async () => {
    const text = `time,a,late\n${lines(many, i => `${stamp(i)},${i},`)}\n${stamp(many)},1,7.5\n${stamp(many + 1)},1,what\n`
    const { channels, rejections, notes } = await read(text)
    expect(channels).toMatchObject([{ name: 'a' }, { name: 'late', missing: many + 1 }])
    expect(rejections).toEqual([])
    expect(notes).toMatchObject([{ kind: 'word', line: many + 3 }])
  })
})

describe('dates without a year', () => {
  const readAt = Date.UTC(2026, 10, 29, 7)
  const minutes = 20_000
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  const written = (at: number) => {
    const [day, clock] = new Date(at).toISOString().slice(8, 16).split('T')
    return `${day} ${months[new Date(at).getUTCMonth()]} ${clock}`
  }
  const from = (first: number, backwards = false) => {
    const row = (i: number) => `${written(first + (backwards ? minutes - 1 - i : i) * 60_000)},${i}`
    const text = `time,value\n${lines(minutes, row)}\n`
    expect(text.length).toBeGreaterThan(2 * headSize)
    return text
  }

  it('go on into the next year, or back into the one before, long after the part that told the year', async () => {
    const first = Date.UTC(2025, 11, 22)
    const last = first + (minutes - 1) * 60_000
    for (const backwards of [false, true]) {
      const { rows, rejections } = await read(from(first, backwards), { readAt })
      const expected = Array.from({ length: minutes }, (_, i) => (backwards ? last - i * 60_000 : first + i * 60_000))
      expect(rows.map(({ at }) => at)).toEqual(expected)
      expect(rejections).toEqual([])
    }
  })

  it('end the import where they would lie in the future by the year that was guessed, with what to set', async () => {
    const text = from(Date.UTC(2025, 10, 22))
    await expect(read(text, { readAt })).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(/line \d+: '29 Nov 08:01' .* timeFormat 'DD MMM HH:mm from 2025-11'/),
    })
    const told = await read(text, { readAt, timeFormat: 'DD MMM HH:mm from 2025-11' })
    expect(told.first).toMatch(/^2025-11-22T00:00/)
    expect(told.rows).toHaveLength(minutes)
    // Whoever says so means it.
    expect((await read(text, { readAt, timeFormat: 'DD MMM HH:mm from 2026-11' })).rows).toHaveLength(minutes)
  })

  it('end the import where the year that was guessed has no such day, with one that has it', async () => {
    const text = from(Date.UTC(2024, 1, 20))
    await expect(read(text, { readAt })).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(/line \d+: '29 Feb 00:00' .* timeFormat 'DD MMM HH:mm from 2024-02'/),
    })
    const told = await read(text, { readAt, timeFormat: 'DD MMM HH:mm from 2024-02' })
    expect(told.rows).toHaveLength(minutes)
    expect(told.rejections).toEqual([])
    // Whoever says so means it.
    expect((await read(text, { readAt, timeFormat: 'DD MMM HH:mm from 2026-02' })).rejections).toHaveLength(1_440)
  })
})

describe('what a preview guessed and its plan repeats', () => {
  it('is still overturned by a later cell', async () => {
    const { rows } = await read(
      long(() => '0', '0,125', '1,600'),
      { decimalComma: false },
    )
    expect(rows.slice(-2).map(row => row.values[0])).toEqual([0.125, 1.6])
  })

  it('still ends the import where a later date shows that it was wrong', async () => {
    const text = `t;v\n${lines(9_000, i => `01/02/2024 ${stamp(i).slice(11)};${i}`)}\n02/13/2024 00:00;1\n`
    await expect(read(text, { timeColumn: 't', timeFormat: 'DD/MM/YYYY HH:mm' })).rejects.toThrow(/line 9002/)
  })
})

describe('nothing is lost without a word', () => {
  it('a bad row that begins with a word is one while rows follow it, and a footer at the end', async () => {
    const { rejections, notes } = await read(
      `time,v\n${stamp(0)},1\nlater,2\n${lines(9, i => `${stamp(i + 1)},3`)}\nTotal,6\n`,
    )
    expect(rejections).toMatchObject([{ line: 3, code: 'INVALID_TIMESTAMP' }])
    expect(notes).toMatchObject([{ kind: 'footer', line: 13 }])
  })

  it('a value in a unit that cannot be turned into that of the column is a bad row', async () => {
    const { rejections } = await read(`time,v\n${lines(20, i => `${stamp(i)},${i === 7 ? '12 °F' : `${i} °C`}`)}`)
    expect(rejections).toMatchObject([{ line: 9, code: 'INVALID_VALUE' }])
  })

  it('cells that are read as something else than their digits are named, once for each kind', async () => {
    const cell = (i: number) => ['1 kW', '950 W', '1 kW', '2.5 kW'][i % 4]
    const { guesses } = await read(
      `time,a,b,c\n${lines(40, i => `${stamp(i)},${cell(i)},${i % 2 ? 'on' : 'off'},${i}.5M`)}`,
    )
    expect(guesses.map(({ message }) => message)).toEqual([
      "a: '950 W' is read in kW",
      "b: words are read as 1 and 0, 'off' as 0",
      "c: '0.5M' is read as times 1000000",
    ])
  })

  it('numbers that look like marks for missing stay and are named', async () => {
    const { suspicious, points } = await read(`time,v\n${lines(50, i => `${stamp(i)},${i % 9 === 0 ? -999 : i}`)}`)
    expect([points, suspicious]).toEqual([50, [{ column: 'v', value: -999, count: 6 }]])
  })

  it('columns beyond the most that a series has are named', async () => {
    const row = (cell: (c: number) => string) => lines(70, cell).replaceAll('\n', ',')
    const { leftOut, guesses, channels } = await read(
      `time,${row(c => `c${c}`)}\n${lines(9, i => `${stamp(i)},${row(c => String(c))}`)}`,
    )
    expect([channels.length, leftOut.length, guesses.length]).toEqual([64, 6, 1])
  })
})

describe('input that is made to be slow', () => {
  it.each([
    ['fifteen thousand columns of one name', `${'a,'.repeat(15_000)}a\n${'1,'.repeat(15_000)}1`],
    ['as many with rows', `time,${'a,'.repeat(15_000)}a\n${lines(4, i => `${stamp(i)},${'1,'.repeat(15_000)}1`)}`],
    ['a quote opened on every line', lines(100_000, () => 'a,"b""')],
    ['a header of four million characters', `${'time,'.repeat(800_000)}\n`],
    ['cells of digits and signs', `t,v\n${lines(2_000, () => `${'1 '.repeat(300)},${'1.'.repeat(300)}`)}`],
    ['cells of brackets', `t (${'('.repeat(3_000)},v\n${lines(2_000, () => `[${'(['.repeat(40)},1`)}`],
    ['comments alone', '#a,b\n'.repeat(100_000)],
  ])('%s takes no longer than the rest', async (_, text) => {
    await read(text).catch(error => expect(error.name).toBe('Fault'))
  })
})
