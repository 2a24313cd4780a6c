import { openTimeZone } from '@seriema/domain/time-zone'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { previewFile } from './preview.ts'
import { openFile } from './read.ts'
import { createRecordReader } from './records.ts'

const zones = ['UTC', 'America/Sao_Paulo', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/New_York']
const pad = (value: number, length = 2) => String(value).padStart(length, '0')

interface Clock {
  readonly y: number
  readonly m: number
  readonly d: number
  readonly h: number
  readonly min: number
  readonly s: number
  readonly ms: number
}
const shown = (local: number): Clock => {
  const date = new Date(local)
  return {
    y: date.getUTCFullYear(),
    m: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    h: date.getUTCHours(),
    min: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  }
}
const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const hm = ({ h, min }: Clock) => `${pad(h)}:${pad(min)}`
const hms = (c: Clock) => `${hm(c)}:${pad(c.s)}`
const halfDay = (c: Clock) => `${c.h % 12 || 12}:${pad(c.min)}:${pad(c.s)} ${c.h < 12 ? 'AM' : 'PM'}`

/** Ways to write a time; the local ones are those of the zone. */
const writers: Readonly<Record<string, { local: boolean; step: number; write: (at: number, c: Clock) => string }>> = {
  iso: { local: false, step: 1, write: at => new Date(at).toISOString() },
  isoLocal: { local: true, step: 1_000, write: (_, c) => `${c.y}-${pad(c.m)}-${pad(c.d)}T${hms(c)}` },
  plain: { local: true, step: 1_000, write: (_, c) => `${c.y}-${pad(c.m)}-${pad(c.d)} ${hms(c)}` },
  fraction: { local: true, step: 1, write: (_, c) => `${c.y}/${pad(c.m)}/${pad(c.d)} ${hms(c)}.${pad(c.ms, 3)}` },
  german: { local: true, step: 60_000, write: (_, c) => `${pad(c.d)}.${pad(c.m)}.${c.y} ${hm(c)}` },
  british: { local: true, step: 60_000, write: (_, c) => `${c.d}/${c.m}/${c.y} ${hm(c)}` },
  american: { local: true, step: 1_000, write: (_, c) => `${pad(c.m)}/${pad(c.d)}/${c.y} ${halfDay(c)}` },
  named: { local: true, step: 1_000, write: (_, c) => `${c.d}-${monthNames[c.m - 1]}-${c.y} ${hms(c)}` },
  compact: {
    local: true,
    step: 1_000,
    write: (_, c) => `${c.y}${pad(c.m)}${pad(c.d)}${pad(c.h)}${pad(c.min)}${pad(c.s)}`,
  },
  seconds: { local: false, step: 1_000, write: at => String(at / 1_000) },
  milliseconds: { local: false, step: 1, write: at => String(at) },
}

const file = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n'),
  header: fc.boolean(),
  quoted: fc.boolean(),
  bom: fc.boolean(),
  decimalComma: fc.boolean(),
  writer: fc.constantFrom(...Object.keys(writers)),
  zone: fc.constantFrom(...zones),
  start: fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2035, 0) }),
  /** Over more than a month, so that days and months can be told apart. */
  steps: fc.array(fc.integer({ min: 7_200_000, max: 259_200_000 }), { minLength: 30, maxLength: 60 }),
  columns: fc.integer({ min: 1, max: 4 }),
  values: fc.infiniteStream(
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -99_999, max: 99_999 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  ),
  pieceSize: fc.integer({ min: 1, max: 5_000 }),
})

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('what is written is read', { timeout: 120_000 }, () => {
  it('whatever the delimiter, quotes, line ends, header, decimal sign, time format and zone', async () => {
    await fc.assert(
      fc.asyncProperty(file, async options => {
        const { delimiter, header, quoted, zone: zoneName, columns, newline } = options
        const { local, step, write } = writers[options.writer]!
        const decimalComma = options.decimalComma && (delimiter !== ',' || quoted)
        const zone = openTimeZone(zoneName)
        const times: number[] = []
        let at = options.start
        for (const gap of options.steps) {
          at += gap
          const instant = Math.floor(at / step) * step
          // A time the clocks show twice cannot be written without an offset.
          if (!local || zone.instant(instant + zone.offset(instant)) === instant) times.push(instant)
        }
        const stream = options.values[Symbol.iterator]()
        const value = () => stream.next().value as number | null
        const rows = times.map(() => [value() ?? 0, ...Array.from({ length: columns - 1 }, value)])
        const cell = (text: string) => (quoted ? `"${text}"` : text)
        const number = (v: number | null) =>
          v === null ? 'NA' : (v / 8).toFixed(3).replace('.', decimalComma ? ',' : '.')
        const lines = rows.map((row, i) => {
          const stamp = write(times[i]!, shown(times[i]! + (local ? zone.offset(times[i]!) : 0)))
          return [stamp, ...row.map(number)].map(cell).join(delimiter)
        })
        const names = ['timestamp', ...Array.from({ length: columns }, (_, c) => `value ${c}`)]
        const text = [...(header ? [names.map(cell).join(delimiter)] : []), ...lines, ''].join(newline)
        const bytes = Buffer.from((options.bom ? '\ufeff' : '') + text)
        const plan = local ? { timeZone: zoneName } : {}
        const { layout, chunks } = await openFile(pieces(bytes, options.pieceSize), plan)
        expect(layout).toMatchObject({ delimiter, header, decimalComma, keyColumn: null })
        const read = []
        for await (const chunk of chunks) {
          expect(chunk.rejections).toEqual([])
          read.push(...chunk.rows)
        }
        expect(read.map(row => row.at)).toEqual(times)
        expect(read.map(row => row.values)).toEqual(rows.map(row => row.map(v => (v === null ? null : v / 8))))
        expect(read[0]!.line).toBe(header ? 2 : 1)
      }),
      { numRuns: 150 },
    )
  })

  it('as csv-parse reads it, for every well-formed file', () => {
    const cell = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^[a,"\n\r; ]{0,6}$/))
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
        fc.nat(40),
        (rows, cut) => {
          const clean = rows.map(row => row.map(text => text.replace(/\r/g, '')))
          const text = clean.map(row => row.map(c => `"${c.replaceAll('"', '""')}"`).join(',')).join('\n')
          const reader = createRecordReader({ delimiter: ',', newline: '\n', width: null })
          const records = [...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut)), ...reader.end()]
          const expected: string[][] = parse(text, { relax_column_count: true })
          expect(records.map(record => record.cells)).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('whatever a file holds', { timeout: 120_000 }, () => {
  it('nothing throws but a Fault, and no row is lost without a word', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .stringMatching(/^[0-9,;"\n\r\t a:./-]{0,300}$/)
        .map(text => Buffer.from(`time,value\n2026-01-01,1\n${text}\n2026-01-02,2`)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 700 }), async (content, size) => {
        try {
          previewFile(content)
          const { chunks } = await openFile(pieces(content, size))
          for await (const { rows, rejections } of chunks) {
            for (const row of rows) expect(Number.isInteger(row.at)).toBe(true)
            for (const rejection of rejections) expect(rejection.message).not.toBe('')
          }
        } catch (error) {
          expect((error as Error).name, String((error as Error).stack)).toBe('Fault')
        }
      }),
      { numRuns: 300 },
    )
  })

  it('rows that are too short or too long are told of, one delimiter too many is no harm', async () => {
    const text = 't,v,w\n1700000000,1,2\n1700000001,1\n1700000002,1,2,3\n1700000003,1,2,\n1700000004,,2\n'
    const { chunks } = await openFile(pieces(Buffer.from(text), 9))
    const { value } = await chunks.next()
    expect(value!.rejections.map(({ line, message }) => [line, message])).toEqual([
      [3, '2 columns instead of 3'],
      [4, '4 columns instead of 3'],
    ])
    expect(value!.rows.map(row => [row.line, ...row.values])).toEqual([
      [2, 1, 2],
      [5, 1, 2],
      [6, null, 2],
    ])
  })

  it('a stray quote costs its own row only', async () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => `${1_700_000_000 + i},${i}`)
    const stray = [...rows]
    stray[700] = `"${rows[700]}`
    stray[1_990] = `${1_700_000_000 + 1_990},"5`
    const { chunks } = await openFile(pieces(Buffer.from(`t,v\n${stray.join('\n')}`), 997))
    const good = []
    const bad = []
    for await (const chunk of chunks) {
      good.push(...chunk.rows)
      bad.push(...chunk.rejections)
    }
    expect(bad.map(rejection => rejection.line)).toEqual([702, 1_992])
    expect(good.map(row => row.line)).toEqual(rows.map((_, i) => i + 2).filter(line => line !== 702 && line !== 1_992))
  })

  it('a line without end is told of and left out, in bounded memory', async () => {
    const body = (async function* () {
      yield Buffer.from(`t,v\n1700000000,1\n${'1700000000,1\n'.repeat(6_000)}`)
      for (let i = 0; i < 40; i++) yield Buffer.alloc(65_536, 'x')
      yield Buffer.from('\n1700000060,2\n')
    })()
    const { chunks } = await openFile(body)
    const all = []
    for await (const chunk of chunks) all.push(...chunk.rejections, ...chunk.rows.slice(-1))
    expect(all.some(row => 'message' in row && row.message.startsWith('a line of more than'))).toBe(true)
    expect(all.at(-1)).toMatchObject({ at: 1_700_000_060_000 })
  })
})
