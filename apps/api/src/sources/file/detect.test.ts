import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportPlan } from './plan.ts'
import { previewFile } from './preview.ts'

const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i)).join('\n')
const day = (i: number) => String(i + 1).padStart(2, '0')
const show = (head: string, plan?: ImportPlan) => previewFile(head, plan)

describe('a CSV file is recognised', () => {
  it('with semicolons and decimal commas, which a comma would part as well', () => {
    const seen = show(`Datum;Leistung;Wärme\n${rows(20, i => `${day(i)}.03.2026 00:00;${i},5;1.234,25`)}`)
    expect(seen).toMatchObject({ delimiter: ';', decimalComma: true, timeFormat: 'DD.MM.YYYY HH:mm', problems: [] })
    expect(seen.valueColumns).toEqual(['Leistung', 'Wärme'])
    expect(seen.rows.channels[1]![0]).toBe(1_234.25)
  })

  it('without a header', () => {
    const seen = show(rows(5, i => `2026-01-0${i + 1},${i},${i * 2}`))
    expect(seen).toMatchObject({ header: false, timeColumn: 'column_1', valueColumns: ['column_2', 'column_3'] })
  })

  it('by what proves that the month comes first', () => {
    expect(show(`date,v\n${rows(20, i => `1/${i + 1}/2026,${i}`)}`).timeFormat).toBe('MM/DD/YYYY')
    expect(show(`date,v\n${rows(20, i => `${i + 1}/1/2026,${i}`)}`).timeFormat).toBe('DD/MM/YYYY')
    expect(show(`date,v\n${rows(9, i => `1/${i + 1}/2026,${i}`)}`)).toMatchObject({
      timeFormat: 'MM/DD/YYYY',
      problems: [],
    })
    expect(show('date,v\n1/2/2026,1').problems[0]!.message).toMatch(/days and months cannot be told apart/)
    expect(show(`date,v\n${rows(20, i => `1/${i + 1}/2026 3:05 PM,${i}`)}`).timeFormat).toBe('MM/DD/YYYY hh:mm A')
  })

  it('with a date and a time side by side', () => {
    const seen = show(`Date;Time;v\n${rows(20, i => `${day(i)}/12/2006;17:${24 + i}:00;${i}.5`)}`)
    expect(seen).toMatchObject({ timeColumn: 'Date + Time', timeFormat: 'DD/MM/YYYY HH:mm:ss', valueColumns: ['v'] })
    expect(seen.rows.times[0]).toBe(Date.UTC(2006, 11, 1, 17, 24))
  })

  it('with epochs in any unit, and not where numbers only look like them', () => {
    expect(show(`ts,v\n${rows(5, i => `${1_700_000_000 + i},1.5`)}`).timeFormat).toBe('epoch s')
    expect(show(`ts,v\n${rows(5, i => `${1_700_000_000_000 + i},1.5`)}`).timeFormat).toBe('epoch ms')
    expect(show(`ts,v\n${rows(5, i => `${1_700_000_000_000_000 + i},1.5`)}`).timeFormat).toBe('epoch us')
    const seen = show(`bytes,when\n${rows(5, i => `${1_700_000_000 - i},2026-01-0${i + 1}`)}`)
    expect(seen).toMatchObject({ timeColumn: 'when', valueColumns: ['bytes'] })
  })

  it('with one series per value of a column, be the rows mixed or series by series', () => {
    const keys = ['pump', 'fan', 'valve']
    const mixed = show(`time,machine,heat\n${rows(30, i => `2026-01-${day(Math.floor(i / 3))},${keys[i % 3]},${i}`)}`)
    expect(mixed).toMatchObject({ keyColumn: 'machine', valueColumns: ['heat'] })
    const sorted = show(`unique_id,ds,y\n${rows(20, i => `pump,2026-01-${day(i)},${i}`)}`)
    expect(sorted).toMatchObject({ keyColumn: 'unique_id', timeColumn: 'ds', valueColumns: ['y'] })
    const numbered = show(`sensor_id,time,v\n${rows(30, i => `${i % 3},2026-01-${day(Math.floor(i / 3))},${i}.5`)}`)
    expect(numbered).toMatchObject({ keyColumn: 'sensor_id', valueColumns: ['v'] })
    const wide = show(`time,state,v\n${rows(20, i => `2026-01-${day(i)},${i % 2 ? 'on' : 'off'},${i}`)}`)
    expect(wide.keyColumn).toBeNull()
  })

  it('with row numbers in front, which are no channel', () => {
    const seen = show(`,time,v\n${rows(10, i => `${i},2026-01-${day(i)},${i}.5`)}`)
    expect(seen.valueColumns).toEqual(['v'])
  })

  it('as its owner says, against all appearance', () => {
    const head = `a;b;c\n${rows(15, i => `2026-01-${day(i)};2025-01-${day(i)};${i},5`)}`
    const plan = { timeColumn: 'b', timeZone: 'America/Sao_Paulo', valueColumns: ['c'], decimalComma: true }
    const seen = show(head, plan)
    expect(seen).toMatchObject({ timeColumn: 'b', timeZone: 'America/Sao_Paulo', valueColumns: ['c'] })
    expect(seen.rows.times[0]).toBe(Date.UTC(2025, 0, 1, 3))
    expect(() => show(head, { timeColumn: 'z' })).toThrow(/the file has no column z; it has a, b, c/)
    expect(() => show(head, { timeFormat: 'HH:mm' })).toThrow(/is no time format/)
    expect(() => show(head, { timeZone: 'Nowhere' })).toThrow(/is not a time zone/)
  })

  it('and its bad rows are told before anything is stored', () => {
    const seen = show(`time,v\n2026-01-01,1\n2026-01-02,x\nlater,3\n2026-01-04,4\n2026-01-05,5\n2026-01-06,5`)
    expect(seen.problems.map(({ line, code }) => [line, code])).toEqual([
      [3, 'INVALID_VALUE'],
      [4, 'INVALID_TIMESTAMP'],
    ])
    expect([...seen.rows.channels[0]!]).toEqual([1, 4, 5, 5])
  })
})

const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../../shared')
const files = globSync(resolve(shared, 'data/{nab/*,ett}/*.csv'))

describe.skipIf(!existsSync(resolve(shared, 'data')))('reference data (skipped where SERIEMA_SHARED has none)', () => {
  it.each(files.map(path => [path.split('/').slice(-2).join('/'), path]))('%s is read as it is', (_, path) => {
    const seen = previewFile(readFileSync(path!))
    expect(seen).toMatchObject({
      delimiter: ',',
      header: true,
      timeFormat: 'YYYY-MM-DD HH:mm:ss',
      keyColumn: null,
      problems: [],
    })
    expect(seen.valueColumns).toEqual(seen.columns.slice(1).map(column => column.name))
  })
})
