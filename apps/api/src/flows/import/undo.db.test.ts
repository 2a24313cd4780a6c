import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestApi } from '../../../../../test/harness.ts'
import { startApi } from '../../../../../test/harness.ts'
import { listAnomalies } from '../../store/anomaly.ts'
import { listImports } from '../../store/import.ts'
import { listLabels } from '../../store/label.ts'
import { readPoints } from '../../store/point.ts'
import { findSeries, requireSeries } from '../../store/series.ts'
import { deleteSeries, restoreSeries } from '../deletion.ts'
import { anomaliesOf, spiky, told } from '../history-for-tests.ts'
import type { FileImportDraft } from '../import.ts'
import { labelAnomaly, labelSpan } from '../label.ts'
import { createSeries } from '../series.ts'
import { lookAtUndo } from './undo.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

async function* pieces(content: string, size = 40_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const bringIn = async (content: string, draft: Partial<FileImportDraft> & { key: string }) => {
  const { id } = await api.app.imports.start({ fileName: 'file.csv', ...draft })
  return api.app.imports.receive(id, pieces(content))
}
const start = 1_700_000_000_000
/** `count` minutes from minute `from` on. */
const rows = (from: number, count: number, value: (i: number) => number = i => i) =>
  `t,v\n${Array.from({ length: count }, (_, i) => `${start / 1_000 + (from + i) * 60},${value(from + i)}`).join('\n')}\n`
const push = (key: string, minutes: readonly number[], value: number, replace = false) =>
  api.app.ingest([{ key, raw: { times: minutes.map(m => start + m * 60_000), values: [minutes.map(() => value)] } }], {
    replace,
  })
const minutesOf = async (key: string) => {
  const series = await requireSeries(api.app.db, key)
  const { times } = await readPoints(api.app.db, series, {})
  return Array.from(times, at => (at - start) / 60_000)
}
describe('undoing an import', () => {
  it('takes back its points and no others, with figures and anomalies as if it had never come', async () => {
    await createSeries(api.app, { key: 'kept', channels: [{ name: 'v' }] })
    await push('kept', [0, 10, 20_000], 5)
    const before = await requireSeries(api.app.db, 'kept')
    const wave = (i: number) => (i === 9_000 ? 500 : Math.sin(i))
    const done = await bringIn(rows(1, 12_000, wave), { key: 'kept' })
    expect(done).toMatchObject({ state: 'completed', stored: 11_999, conflicts: 1 })
    await push('kept', [20_001], 6)
    const found = await listAnomalies(api.app.db, { seriesIds: [before.id] })
    expect(found.totalCount).toBeGreaterThan(0)
    for (const { node } of found.edges) await labelAnomaly(api.app, { anomalyId: node.id, verdict: 'true' })
    const span = (minute: number) => ({ from: start + minute * 60_000 - 1, to: start + minute * 60_000 + 1 })
    await labelSpan(api.app, { series: 'kept', ...span(10) })
    await labelSpan(api.app, { series: 'kept', ...span(11) })

    expect(await api.app.imports.undo(done.id)).toMatchObject({ state: 'undone', removed: 11_999, stored: 11_999 })
    expect(await minutesOf('kept')).toEqual([0, 10, 20_000, 20_001])
    const after = await requireSeries(api.app.db, 'kept')
    expect(after).toMatchObject({ pointCount: 4, firstAt: start, lastAt: start + 20_001 * 60_000 })
    expect(after.inferredInterval).toBe(600_000)
    const left = await listAnomalies(api.app.db, { seriesIds: [before.id] })
    expect(left.edges.every(({ node }) => [0, 10, 20_000, 20_001].includes((node.at - start) / 60_000))).toBe(true)
    const said = await listLabels(api.app.db, before.id)
    const kept = new Set(left.edges.map(({ node }) => node.at)).add(span(10).from)
    expect(new Set(said.edges.map(({ node }) => node.from))).toEqual(kept)
    // And what is held in memory followed: the same file goes in again, and is found to be new.
    expect(await bringIn(rows(1, 12_000, wave), { key: 'kept' })).toMatchObject({ stored: 11_999, duplicates: 0 })
  })

  it('removes the series it made, but not one that has other points since', async () => {
    const file = `sensor,t,v\n${['a', 'b'].flatMap(s => [1, 2, 3].map(i => `${s},${start / 1_000 + i},${i}`)).join('\n')}`
    const done = await bringIn(file, { key: 'made', plan: { keyColumn: 'sensor' } })
    expect(done.seriesKeys).toEqual(['made_a', 'made_b'])
    expect(await lookAtUndo(api.app.db, done)).toEqual({ points: 6, series: 2, made: ['made_a', 'made_b'], why: null })
    await push('made_b', [100], 1)
    await api.app.imports.undo(done.id)
    expect((await findSeries(api.app.db, ['made_a', 'made_b'])).map(({ key }) => key)).toEqual(['made_b'])
    expect(await minutesOf('made_b')).toEqual([100])
  })

  it('is refused where others depend on it, and then changes nothing', async () => {
    const first = await bringIn(rows(0, 50), { key: 'replaced' })
    const second = await bringIn(
      rows(10, 5, () => 99),
      { key: 'replaced', replace: true },
    )
    await expect(api.app.imports.undo(first.id)).rejects.toMatchObject({
      code: 'IMPORT_NOT_UNDOABLE',
      message: expect.stringMatching(/5 of its 50 points were replaced or removed since/),
    })
    await expect(api.app.imports.undo(second.id)).rejects.toThrow(/5 of its points took the place of others/)
    expect((await minutesOf('replaced')).length).toBe(50)
    expect(await api.app.imports.get(first.id)).toMatchObject({ state: 'completed', removed: null })
  })

  it('is done once, and not before the import is over', async () => {
    const { id: waiting } = await api.app.imports.start({ fileName: 'file.csv', key: 'once' })
    await expect(api.app.imports.undo(waiting)).rejects.toThrow(/not over yet/)
    const done = await bringIn(rows(0, 50), { key: 'once' })
    const twice = await Promise.allSettled([api.app.imports.undo(done.id), api.app.imports.undo(done.id)])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(api.app.imports.undo(done.id)).rejects.toThrow(/undone already/)
    await expect(api.app.imports.undo('nothing')).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' })
    const nothing = await bringIn('t,v\n1700000000,x\n', { key: 'once' }).catch(() => null)
    expect(nothing === null || nothing.stored === 0).toBe(true)
  })

  it('while others write to the series loses none of theirs, and numbers and counts stay true', async () => {
    await createSeries(api.app, { key: 'busy', channels: [{ name: 'v' }] })
    const done = await bringIn(rows(0, 20_000), { key: 'busy' })
    const writers = Array.from({ length: 20 }, (_, i) => push('busy', [30_000 + i], i))
    const undone = api.app.imports.undo(done.id)
    const more = Array.from({ length: 20 }, (_, i) => push('busy', [-1 - i], i))
    await Promise.all([...writers, undone, ...more])
    const expected = [
      ...Array.from({ length: 20 }, (_, i) => i - 20),
      ...Array.from({ length: 20 }, (_, i) => 30_000 + i),
    ]
    expect(await minutesOf('busy')).toEqual(expected)
    const series = await requireSeries(api.app.db, 'busy')
    expect(series).toMatchObject({ pointCount: 40, firstAt: start - 20 * 60_000, lastAt: start + 30_019 * 60_000 })
  })

  const minutes = (key: string, from: number, values: readonly number[]) =>
    api.app.ingest([{ key, raw: { times: values.map((_, i) => start + (from + i) * 60_000), values: [values] } }], {
      replace: false,
      unhurried: true,
    })
  const asIfNeverThere = async (key: string, values: readonly number[]) => {
    await createSeries(api.app, { key: `${key}_alone`, channels: [{ name: 'v' }] })
    await minutes(`${key}_alone`, 0, values.slice(0, 600))
    await minutes(`${key}_alone`, 1_000, values.slice(600))
    return told(await anomaliesOf(api.app.db, `${key}_alone`))
  }

  it('judges what came after its points as if they had never been there, even while that was being judged', async () => {
    const values = spiky(3_000, 7)
    for (const [key, meanwhile] of [
      ['quiet', false],
      ['judged_meanwhile', true],
    ] as const) {
      await createSeries(api.app, { key, channels: [{ name: 'v' }] })
      await minutes(key, 0, values.slice(0, 600))
      const wild = await bringIn(
        rows(700, 200, i => (i % 7) * 100),
        { key },
      )
      await minutes(key, 1_000, values.slice(600))
      const { id } = await requireSeries(api.app.db, key)
      if (meanwhile) await api.app.rescores.start(key)
      await api.app.imports.undo(wild.id)
      await api.app.rescores.settled(id)
      expect(await api.app.rescores.find([id])).toMatchObject([{ state: 'completed' }])
      expect(told(await anomaliesOf(api.app.db, key))).toEqual(await asIfNeverThere(key, values))
    }
  })

  it('takes points out of a series that is deleted and can be restored, which then comes back without them', async () => {
    await createSeries(api.app, { key: 'hidden', channels: [{ name: 'v' }] })
    await push('hidden', [0, 1_000], 5)
    const done = await bringIn(rows(1, 50), { key: 'hidden' })
    await deleteSeries(api.app, 'hidden')
    expect(await api.app.imports.undo(done.id)).toMatchObject({ state: 'undone', removed: 50 })
    await restoreSeries(api.app, 'hidden')
    expect(await minutesOf('hidden')).toEqual([0, 1_000])
    expect(await requireSeries(api.app.db, 'hidden')).toMatchObject({ pointCount: 2 })
    await push('hidden', [1_001], 5)
    expect(await minutesOf('hidden')).toEqual([0, 1_000, 1_001])
  })

  it('is heard by whoever follows', async () => {
    const done = await bringIn(rows(0, 10), { key: 'heard' })
    await push('heard', [100], 1)
    const stream = await api.app.hub.stream({ kinds: ['status'], seriesIds: null }, null)
    await stream.next()
    await api.app.imports.undo(done.id)
    let heard = ''
    while (!heard.includes('IMPORT_UNDONE')) heard += JSON.stringify((await stream.next()).value)
    await stream.return()
    expect(heard).toContain('10 points of heard were taken back')
  })
})

describe('the history of imports', () => {
  it('keeps ranges of arrival numbers as one where nothing came between', async () => {
    const done = await bringIn(rows(0, 20_000), { key: 'ranges' })
    const ranges = await api.app.db.sql`select from_seq, to_seq from import_ranges where import_id = ${done.id}`
    expect(ranges).toEqual([{ from_seq: 1, to_seq: 20_000 }])
  })

  it('keeps what was found out, and every rejection for download', async () => {
    const bad = Array.from({ length: 2_500 }, (_, i) => `${start / 1_000 + i},"x ""${i}""",there\n`).join('')
    const good = Array.from(
      { length: 3_000 },
      (_, i) => `${start / 1_000 - 3_000 + i},${i === 9 ? -999 : i},here\n`,
    ).join('')
    const file = `# from the plant\nt,load (kW),note\n${good}${bad}`
    const done = await bringIn(file, { key: 'rejecting' })
    expect(done).toMatchObject({ state: 'completed', rejected: 2_500 })
    expect(done.rejections.length).toBe(1_000)
    expect(done.detected).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      leftOutCount: 1,
      leftOut: [{ name: 'note' }],
    })
    const answer = await fetch(`${api.url}/imports/${done.id}/rejections`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const lines = (await answer.text()).trim().split('\r\n')
    expect([lines.length, lines[0]]).toEqual([2_501, 'line,code,message'])
    expect(lines[1]).toMatch(/^3003,INVALID_VALUE,".*x ""0"".*"$/)
    expect(lines.at(-1)).toMatch(/^5502,/)
    const missing = await fetch(`${api.url}/imports/0e7ab2f8-0000-4000-8000-000000000000/rejections`)
    expect(missing.status).toBe(404)
  })

  it('lists imports newest first, by state and series, page by page', async () => {
    const ids: string[] = []
    for (const i of [1, 2, 3]) ids.push((await bringIn(rows(i * 10, 2), { key: 'listed' })).id)
    const first = await listImports(api.app.db, { series: 'listed' }, { first: 2 })
    expect(first.edges.map(({ node }) => node.id)).toEqual([ids[2], ids[1]])
    const rest = await listImports(api.app.db, { series: 'listed' }, { first: 2, after: first.edges[1]!.cursor })
    expect(rest.edges.map(({ node }) => node.id)).toEqual([ids[0]])
    expect([first.totalCount, rest.hasNextPage]).toEqual([3, false])
    await api.app.imports.undo(ids[1]!)
    const undone = await listImports(api.app.db, { series: 'listed', states: ['undone'] })
    expect(undone.edges.map(({ node }) => node.id)).toEqual([ids[1]])
  })
})
