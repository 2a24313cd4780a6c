import type { Step } from '@seriema/domain/step'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amounts } from './cases/amounts.ts'
import type { Expected } from './cases/case.ts'
import { dates } from './cases/dates.ts'
import { exports } from './cases/exports.ts'
import { hours } from './cases/hours.ts'
import { layouts } from './cases/layouts.ts'
import { numbers } from './cases/numbers.ts'
import { tables } from './cases/tables.ts'
import { times } from './cases/times.ts'
import { foundIn } from './found.ts'
import { previewFile } from './preview.ts'
import { headSize, openFile } from './read.ts'
import type { CaseReading } from './read-case.ts'
import { readCase } from './read-case.ts'
import type { Row, RowRejection } from './rows.ts'
import { stepOfRows } from './step-of-rows.ts'

describe.each([
  ['numbers', [...numbers, ...amounts]],
  ['times', [...times, ...dates, ...hours]],
  ['layouts', [...layouts, ...tables]],
  ['exports', exports],
] as const)('%s are read as people write them', (_, cases) => {
  it.each(cases.map(([what, ...each]) => ({ what, each })))('$what', async ({ each: [file, expected, plan] }) => {
    const read = await readCase(typeof file === 'string' ? Buffer.from(file) : file, plan)
    if (expected.rejected === undefined) expect(read.rejections).toEqual([])
    expect(shown(read, expected)).toEqual(expected)
  })

  it.each(cases.map(([what, ...each]) => ({ what, each })))(
    '$what: what the preview shows is what is read when it is asked for',
    async ({ each: [file, , plan] }) => {
      const bytes = typeof file === 'string' ? Buffer.from(file) : file
      const { delimiter, header, timeColumn, timeFormat, timeZone, keyColumn, valueColumns, decimalComma } =
        previewFile(bytes, plan)
      const asked = { delimiter, header, timeColumn, timeFormat, timeZone, keyColumn, valueColumns, decimalComma }
      expect((await readCase(bytes, { ...plan, ...asked })).rows).toEqual((await readCase(bytes, plan)).rows)
    },
  )
})

const all = [...numbers, ...amounts, ...times, ...dates, ...hours, ...layouts, ...tables, ...exports]

it.each(all.map(([what, ...each]) => ({ what, each })))(
  '$what: preview and import say the same, however the bytes come',
  async ({ each: [file, , plan] }) => {
    const bytes = typeof file === 'string' ? Buffer.from(file) : file
    const preview = previewFile(bytes, plan)
    const complete = bytes.length < headSize
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async size => {
        const { layout, detection, encoding, chunks, notes } = await openFile(pieces(bytes, size), plan)
        const rows: Row[] = []
        const rejections: RowRejection[] = []
        for await (const chunk of chunks) {
          rows.push(...chunk.rows)
          rejections.push(...chunk.rejections)
        }
        expect(preview).toMatchObject(foundIn(detection, encoding))
        const first = rows.slice(0, preview.rows.times.length)
        expect(preview.rows.times).toEqual(Float64Array.from(first, row => row.at))
        expect(preview.rows.channels).toEqual(
          layout.channels.map((_, i) => Float64Array.from(first, row => row.values[i] ?? Number.NaN)),
        )
        if (!complete) return
        expect(preview.rows.times.length).toBe(Math.min(20, rows.length))
        expect(preview.step).toEqual(stepOfRows(rows, layout.timeZone))
        expect(preview.notes).toEqual(notes())
        const bad = preview.problems.slice(preview.guesses.filter(({ doubtful }) => doubtful).length)
        expect(bad).toEqual(rejections.slice(0, bad.length))
        expect(bad.length).toBeGreaterThanOrEqual(Math.min(40, rejections.length))
      }),
      { numRuns: 4 },
    )
  },
)

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

it.each(exports.map(([what, ...each]) => ({ what, each })))(
  '$what: every column is a time, a key or a value, or is said to be left out',
  async ({ each: [file, , plan] }) => {
    const { layout, leftOut } = await readCase(typeof file === 'string' ? Buffer.from(file) : file, plan)
    const placed = new Set([...layout.timeColumns, ...layout.keyColumns, ...layout.valueColumns])
    const told = new Set(leftOut.map(({ position }) => position))
    const silent = layout.columns.filter((_, column) => !placed.has(column) && !told.has(column))
    expect(silent.filter(name => !/^column_\d+$/.test(name))).toEqual([])
    for (const { why } of leftOut) expect(why).not.toBe('')
  },
)

/** Of a reading, what is expected of it. */
function shown(read: CaseReading, expected: Expected): Expected {
  const all: Required<Expected> = {
    points: read.points,
    first: read.first!,
    last: read.last!,
    values: read.channels.map(({ name, first, last, unit }, i) =>
      expected.values?.[i]?.length === 4 ? [name, first, last, unit] : [name, first, last],
    ),
    format: read.layout.timeFormat,
    series: read.series,
    leftOut: read.leftOut.map(({ name }) => name),
    zone: read.layout.timeZone,
    rejected: read.rejections.length,
    step: read.step === null ? 'none' : inWords(read.step),
    suspicious: read.suspicious.map(({ column, value }) => `${column} ${value}`),
    guess: found(
      read.guesses.map(({ message }) => message),
      expected.guess,
    ),
    note: found(
      read.notes.map(({ message }) => message),
      expected.note,
    ),
  }
  return Object.fromEntries(Object.keys(expected).map(key => [key, all[key as keyof Expected]]))
}

/** The expectation itself where a message meets it, so that what was said instead is shown. */
const found = (messages: readonly string[], wanted: RegExp | undefined): RegExp =>
  wanted !== undefined && messages.some(message => wanted.test(message))
    ? wanted
    : new RegExp(messages.map(text => text.replace(/[^\w ]/g, '.')).join('|'))

const lengths = [
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const

function inWords({ unit, count }: Step): string {
  const [length, name] =
    unit === 'millisecond' ? (lengths.find(([each]) => count % each === 0) ?? [1, unit]) : [1, unit]
  const many = count / length
  return `${many} ${name.replace('businessDay', 'business day')}${many === 1 ? '' : 's'}`
}
