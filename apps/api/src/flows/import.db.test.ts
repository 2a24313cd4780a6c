import { existsSync, globSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { basename, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { Fault } from '@seriema/domain/fault'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestApi } from '../../../../test/harness.ts'
import { startApi, startDatabase } from '../../../../test/harness.ts'
import { readPoints } from '../store/point.ts'
import { requireSeries } from '../store/series.ts'
import type { FileImportDraft } from './import.ts'
import { createImports } from './import.ts'
import type { Ingest } from './ingest.ts'

const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')
const etth1 = resolve(shared, 'data/ett/ETTh1.csv')

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

async function* pieces(content: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const bringIn = async (
  content: string | Uint8Array,
  draft: Partial<FileImportDraft> & { key: string },
  size?: number,
) => {
  const { id } = await api.app.imports.start({ fileName: 'file.csv', ...draft })
  return api.app.imports.receive(id, pieces(content, size))
}
const pointsOf = async (key: string) => {
  const series = await requireSeries(api.app.db, key)
  return { series, ...(await readPoints(api.app.db, series, {})) }
}
const put = (path: string, body: BodyInit) =>
  fetch(`${api.url}${path}`, { method: 'PUT', body, duplex: 'half' } as RequestInit)

describe('an import', () => {
  it('of thousands of series of three points stores all of them, and keeps no detector for any', async () => {
    const many = 2_000
    const rows = [1, 2, 3].flatMap(day =>
      Array.from({ length: many }, (_, s) => `2026-01-0${day},s${s},${(s * day) % 97}`),
    )
    const { bytes } = api.app.watches.figures
    const done = await bringIn(['date,series,value', ...rows].join('\n'), { key: 'tiny' }, 65_536)
    expect(done).toMatchObject({ state: 'completed', stored: 3 * many })
    expect(done.seriesKeys).toHaveLength(many)
    // A detector's state takes hundreds of kilobytes.
    expect((api.app.watches.figures.bytes - bytes) / many).toBeLessThan(10_000)
    expect((await pointsOf('tiny_s1999')).times).toHaveLength(3)
  })

  it('makes counters of the columns that the plan says count, and none of a channel that does not', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => `2026-01-01 ${String(i).padStart(2, '0')}:00,${100 + i},5`)
    const file = ['time,energy (kWh),power', ...rows].join('\n')
    const counters = ['energy (kWh)']
    await bringIn(file, { key: 'metered', plan: { counters } })
    expect((await pointsOf('metered')).series.channels).toMatchObject([{ kind: 'counter' }, { kind: 'gauge' }])
    // What counts already stays so, whatever a later file says.
    await bringIn(file, { key: 'metered' })
    await bringIn(file, { key: 'measured' })
    await expect(bringIn(file, { key: 'measured', plan: { counters } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('energy (kWh) of measured is no counter'),
    })
    await expect(bringIn(file, { key: 'other', plan: { counters: ['nothing'] } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  it('stores every good row, and lists every bad one with its line', async () => {
    const file = [
      'time,load,heat',
      '2026-01-01 00:00,1,10',
      '2026-01-01 01:00,2,',
      '',
      'yesterday,3,30',
      '2026-01-01 02:00,4.0.4,40',
      '2026-01-01 03:00,5',
      '2026-01-01 04:00,6,60,6000',
      '2026-01-01 05:00,7,70',
      '2026-01-01 00:00,1,10',
      '2026-01-01 01:00,2,99',
      '2026-01-01 06:00,NA,null',
      '2026-01-01 07:00,8,80',
    ].join('\n')
    const done = await bringIn(file, { key: 'mixed' }, 7)
    expect(done).toMatchObject({
      state: 'completed',
      rowsRead: 11,
      stored: 4,
      duplicates: 1,
      conflicts: 1,
      rejected: 6,
    })
    expect(done.rejections.map(({ line, code }) => [line, code])).toEqual([
      [5, 'INVALID_TIMESTAMP'],
      [6, 'INVALID_VALUE'],
      [7, 'INVALID_INPUT'],
      [8, 'INVALID_INPUT'],
      [11, 'VALUE_CONFLICT'],
      [12, 'INVALID_VALUE'],
    ])
    expect(done.rejections[4]!.message).toMatch(/2, 99 here, 2, missing for the same instant on line 3/)
    const { times, channels, series } = await pointsOf('mixed')
    expect(series.channels.map(channel => channel.name)).toEqual(['load', 'heat'])
    expect([...times].map(at => new Date(at).getUTCHours())).toEqual([0, 1, 5, 7])
    expect(channels.map(values => [...values])).toEqual([
      [1, 2, 7, 8],
      [10, Number.NaN, 70, 80],
    ])
  })

  it('changes nothing when it is repeated, and replaces only when asked to', async () => {
    const rows = (value: number) =>
      `t,v\n${Array.from({ length: 50 }, (_, i) => `${1_700_000_000 + i * 60},${value + i}`).join('\n')}`
    expect(await bringIn(rows(0), { key: 'twice' })).toMatchObject({ stored: 50, duplicates: 0 })
    expect(await bringIn(rows(0), { key: 'twice' })).toMatchObject({
      stored: 0,
      duplicates: 50,
      conflicts: 0,
      rejected: 0,
    })
    const other = await bringIn(rows(7), { key: 'twice' })
    expect(other).toMatchObject({ stored: 0, conflicts: 50, rejected: 50 })
    expect(other.rejections[0]).toMatchObject({ line: 2, code: 'VALUE_CONFLICT' })
    expect((await pointsOf('twice')).channels[0]![0]).toBe(0)
    expect(await bringIn(rows(7), { key: 'twice', replace: true })).toMatchObject({
      stored: 50,
      conflicts: 50,
      rejected: 0,
    })
    expect((await pointsOf('twice')).channels[0]![0]).toBe(7)
  })

  it('makes one series per key, and tells of keys that would be one', async () => {
    const file = `sensor;time;value\n${['São Paulo', 'a-b', 'a b']
      .flatMap(key => [1, 2, 3].map(hour => `${key};2026-01-0${hour}T00:00:00Z;${hour},5`))
      .join('\n')}`
    const done = await bringIn(file, { key: 'plant' })
    expect(done).toMatchObject({ state: 'completed', stored: 6, rejected: 3 })
    expect(done.seriesKeys).toEqual(['plant_Sao_Paulo', 'plant_a_b'])
    expect(done.rejections[0]).toMatchObject({ line: 8, code: 'INVALID_SERIES_KEY' })
    expect([...(await pointsOf('plant_Sao_Paulo')).channels[0]!]).toEqual([1.5, 2.5, 3.5])
  })

  it('goes into a series that is there by the names of its channels', async () => {
    await bringIn('t,a,b\n1700000000,1,2', { key: 'known' })
    const done = await bringIn('t,b\n1700000060,3', { key: 'known' })
    expect(done).toMatchObject({ stored: 1 })
    expect((await pointsOf('known')).channels.map(values => [...values])).toEqual([
      [1, Number.NaN],
      [2, 3],
    ])
    await expect(bringIn('t,c,d\n1700000120,3,4', { key: 'known' })).rejects.toThrow(/no channel c, d; it has a, b/)
  })

  it('reads gzip, UTF-16 and byte order marks', async () => {
    const file = 'time\tÄpfel\n2026-01-01 00:00:00\t1.5\n2026-01-01 00:01:00\t2.5\n'
    expect(await bringIn(gzipSync(file), { key: 'gz' }, 10)).toMatchObject({ stored: 2 })
    expect(await bringIn(Buffer.from(`\ufeff${file}`, 'utf16le'), { key: 'utf16' }, 3)).toMatchObject({ stored: 2 })
    expect(await bringIn(`\ufeff${file}`, { key: 'bom' }, 1)).toMatchObject({ stored: 2 })
    expect((await pointsOf('utf16')).series.channels[0]!.name).toBe('Äpfel')
    await expect(bringIn(gzipSync(file).subarray(0, 40), { key: 'cut' })).rejects.toThrow(/cut off or damaged/)
  })

  it('says why a file is not one of points', async () => {
    await expect(bringIn('', { key: 'none' })).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
    await expect(bringIn('hello world', { key: 'none' })).rejects.toThrow(/no comma, semicolon, tab or/)
    await expect(bringIn('a,b\nx,y\n', { key: 'none' })).rejects.toThrow(/no column looks like a time/)
    await expect(bringIn('time,b\n', { key: 'none' })).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  })

  it('is received once, ends when cancelled, and keeps what was stored', async () => {
    const { id } = await api.app.imports.start({ fileName: 'slow.csv', key: 'slow' })
    const held = Promise.withResolvers<void>()
    const body = (async function* () {
      yield Buffer.from('t,v\n')
      for (let i = 0; i < 20_000; i++) yield Buffer.from(`${1_600_000_000 + i},${i}\n`)
      await held.promise
    })()
    const receiving = api.app.imports.receive(id, body)
    await vi.waitFor(async () => expect((await pointsOf('slow')).times.length).toBeGreaterThan(0), { timeout: 10_000 })
    await expect(api.app.imports.receive(id, pieces(''))).rejects.toMatchObject({ code: 'IMPORT_NOT_READY' })
    expect(await api.app.imports.cancel(id)).toMatchObject({ state: 'cancelled' })
    expect(await receiving).toMatchObject({ state: 'cancelled' })
    held.resolve()
    const { stored } = (await api.app.imports.get(id))!
    expect((await pointsOf('slow')).times.length).toBe(stored)
    await expect(api.app.imports.cancel('nothing')).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' })
  })

  it('counts as stored what was committed when the answer got lost', async () => {
    let calls = 0
    const ingest: Ingest = async (batches, options) => {
      const outcomes = await api.app.ingest(batches, options)
      if (calls++ === 1) throw new Fault('UNAVAILABLE', 'the connection broke')
      return outcomes
    }
    const imports = await createImports({ ...api.app, ingest })
    const rows = Array.from({ length: 20_000 }, (_, i) => `${1_600_000_000 + i},${i}`).join('\n')
    const { id } = await imports.start({ fileName: 'lost.csv', key: 'lost' })
    expect(await imports.receive(id, pieces(`t,v\n${rows}`, 30_000))).toMatchObject({
      state: 'completed',
      rowsRead: 20_000,
      stored: 20_000,
      duplicates: 0,
    })
    await imports.close()
  })

  it('left by a process that is gone is found failed, while one that lives goes on', async () => {
    const database = await startDatabase()
    const one = await startApi({ databaseUrl: database.url })
    const { id: alive } = await one.app.imports.start({ fileName: 'alive.csv', key: 'alive' })
    const { id: dead } = await one.app.imports.start({ fileName: 'dead.csv', key: 'dead' })
    await one.app.db.sql`update imports set state = 'running', rows_read = 7, stored = 5 where id = ${dead}`
    const held = Promise.withResolvers<void>()
    const receiving = one.app.imports.receive(
      alive,
      (async function* () {
        yield Buffer.from('t,v\n1700000000,1\n')
        await held.promise
      })(),
    )
    await vi.waitFor(async () => expect((await one.app.imports.get(alive))!.state).toBe('running'))
    const two = await startApi({ databaseUrl: database.url })
    expect(await two.app.imports.get(dead)).toMatchObject({
      state: 'failed',
      failure: expect.stringMatching(/7 rows .* 5 points .* again is safe/),
    })
    expect(await two.app.imports.get(alive)).toMatchObject({ state: 'running' })
    held.resolve()
    expect(await receiving).toMatchObject({ state: 'completed', stored: 1 })
    await Promise.all([one.close(), two.close()])
    await database.drop()
  })

  it('tells how it comes on', async () => {
    const stream = await api.app.hub.stream({ kinds: ['status'], seriesIds: null }, null)
    await stream.next()
    const { id } = await bringIn('t,v\n1700000000,1', { key: 'told' })
    let heard = ''
    while (!heard.includes(id)) heard += JSON.stringify((await stream.next()).value)
    await stream.return()
    expect(heard).toContain('completed, 1 rows read, 1 points stored')
  })
})

describe('PUT /imports/:id', () => {
  const start = (key: string) => api.app.imports.start({ fileName: 'file.csv', key })

  it('takes the bytes and answers what became of them', async () => {
    const { id } = await start('http')
    const answer = await put(`/imports/${id}`, 't,v\n1700000000,1\n1700000060,x\n')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id, state: 'completed', stored: 1, rejected: 1 })
  })

  it('answers in words to what cannot be, even before the end of a large body', async () => {
    const missing = await put('/imports/0e7ab2f8-0000-4000-8000-000000000000', 't,v\n')
    expect([missing.status, (await missing.json()).errors[0].extensions.code]).toEqual([404, 'IMPORT_NOT_FOUND'])
    const { id } = await start('http_bad')
    const junk = Readable.from(
      (function* () {
        for (let i = 0; i < 200; i++) yield Buffer.alloc(65_536, 'x')
      })(),
    )
    const refused = await put(`/imports/${id}`, Readable.toWeb(junk) as unknown as BodyInit)
    expect((await refused.json()).errors[0].extensions.code).toBe('UNREADABLE_FILE')
    expect(await api.app.imports.get(id)).toMatchObject({ state: 'failed' })
  })

  it('keeps what came before the sender went away', async () => {
    const { id } = await start('http_gone')
    const rows = Array.from({ length: 30_000 }, (_, i) => `${1_600_000_000 + i},${i}\n`).join('')
    const sending = request(`${api.url}/imports/${id}`, { method: 'PUT' })
    sending.on('error', () => {})
    sending.write(`t,v\n${rows}`)
    await vi.waitFor(async () => expect((await pointsOf('http_gone')).times.length).toBeGreaterThan(0), {
      timeout: 10_000,
    })
    sending.destroy()
    await vi.waitFor(async () => expect((await api.app.imports.get(id))!.state).toBe('failed'), { timeout: 10_000 })
    const { failure, stored } = (await api.app.imports.get(id))!
    expect(failure).toMatch(/broke off .* again is safe/)
    expect((await pointsOf('http_gone')).times.length).toBe(stored)
  })
})

describe.skipIf(!existsSync(etth1))('the reference data (skipped where SERIEMA_SHARED has none)', () => {
  it('ETTh1 goes in as it is: 17,420 hours of seven channels', async () => {
    const done = await bringIn(readFileSync(etth1), { key: 'etth1', fileName: 'ETTh1.csv' }, 65_536)
    expect(done).toMatchObject({ state: 'completed', rowsRead: 17_420, stored: 17_420, rejected: 0 })
    const { series, times, channels } = await pointsOf('etth1')
    expect(series.channels.map(channel => channel.name)).toEqual(['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'])
    expect(times.length).toBe(17_420)
    expect([times[0], times.at(-1)]).toEqual([Date.UTC(2016, 6, 1), Date.UTC(2018, 5, 26, 19)])
    expect(channels[6]![0]).toBe(30.5310001373291)
  })

  it('every NAB file goes in as it is: each row is stored or told of', async () => {
    for (const path of globSync(resolve(shared, 'data/nab/*/*.csv'))) {
      const key = basename(path, '.csv').replace(/\W/g, '_')
      const content = readFileSync(path)
      const rows = content.toString().trim().split(/\r?\n/).length - 1
      const done = await bringIn(content, { key }, 65_536)
      expect([key, done.state, done.rowsRead, done.stored + done.duplicates + done.rejected]).toEqual([
        key,
        'completed',
        rows,
        rows,
      ])
      expect(done.rejections.every(({ code }) => code === 'VALUE_CONFLICT')).toBe(true)
      expect((await pointsOf(key)).times.length).toBe(done.stored)
    }
  })
})
