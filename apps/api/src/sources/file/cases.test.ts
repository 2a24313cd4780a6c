import type { Step } from '@seriema/domain/step'
import { describe, expect, it } from 'vitest'
import type { Expected } from './cases/case.ts'
import { exports } from './cases/exports.ts'
import { layouts } from './cases/layouts.ts'
import { numbers } from './cases/numbers.ts'
import { times } from './cases/times.ts'
import { previewFile } from './preview.ts'
import type { CaseReading } from './read-case.ts'
import { readCase } from './read-case.ts'

describe.each([
  ['numbers', numbers],
  ['times', times],
  ['layouts', layouts],
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
