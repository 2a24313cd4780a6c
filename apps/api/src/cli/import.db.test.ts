import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { AccessRole } from '@seriema/domain/access'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TestApi } from '../../../../test/harness.ts'
import { startApi } from '../../../../test/harness.ts'
import { readPoints } from '../store/point.ts'
import { findSeries, requireSeries } from '../store/series.ts'
import { importFile } from './import.ts'

let api: TestApi
let folder: string
beforeAll(async () => {
  api = await startApi()
  folder = await mkdtemp(join(tmpdir(), 'seriema-cli-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

/** Runs the command as a terminal would, against the test's API. */
async function run(...args: string[]) {
  let out = ''
  let err = ''
  const writer = (add: (text: string) => void) => ({
    write(text: string | Uint8Array) {
      add(String(text))
      return true
    },
  })
  const status = await importFile(
    ['--api', api.url, ...args],
    writer(text => {
      out += text
    }),
    writer(text => {
      err += text
    }),
  )
  return { status, out, err }
}
async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const good = 'time,heat,load\n2026-01-01 00:00,1,2\n2026-01-01 01:00,3,4\n'

describe('seriema import', () => {
  it('shows what it found, stores it, and says what became of it', async () => {
    const { status, out } = await run(await file('good.csv', good), '--series', 'good')
    expect(status).toBe(0)
    expect(out).toMatch(/time +time: YYYY-MM-DD HH:mm, UTC/)
    expect(out).toMatch(/values +heat, load/)
    expect(out).toContain('2026-01-01T01:00:00.000Z  3  4')
    expect(out).toMatch(/2 rows read in .* into good: 2 points stored, 0 anomalies found/)
    expect(await requireSeries(api.app.db, 'good')).toMatchObject({ pointCount: 2 })
  })

  it('lists bad rows with their lines and says so in its status', async () => {
    const path = await file('bad.csv', `${good}soon,1,2\n2026-01-01 02:00,1.2.3,2\n2026-01-01 03:00,5,6\n`)
    const { status, out } = await run(path, '--series', 'bad')
    expect(status).toBe(3)
    expect(out).toMatch(
      /2 bad rows:\n {2}line 4: the time 'soon' is not YYYY-MM-DD HH:mm.*\n {2}line 5: heat: '1\.2\.3' is not a number/,
    )
  })

  it('names what is a guess, left out or suspicious, with the options that have it otherwise, which work', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        `2026-01-${String(1 + (i % 28)).padStart(2, '0')} 0${Math.floor(i / 28)}:00;1,${200 + i};${i % 8 === 3 ? -999 : i};text ${i % 2} of a kind`,
    )
    const path = await file('doubtful.csv', `time;a;b;note\n${rows.join('\n')}\n`)
    const { out } = await run(path, '--series', 'doubtful', '--dry-run', '--one-series')
    expect(out).toMatch(/not certain:\n {4}'1,2\d\d' is read as .*--decimal-(?:comma|point) reads it the other way/)
    expect(out).toMatch(/looks like a mark for missing:\n {4}-999 in b, 5 times: --missing -999 has it so/)
    expect(out).toMatch(/left out:\n {4}note: /)
    const done = await run(path, '--series', 'doubtful', '--one-series', '--decimal-point', '--missing', '-999,x')
    expect(done.status).toBe(0)
    const series = await requireSeries(api.app.db, 'doubtful')
    const { channels } = await readPoints(api.app.db, series, {})
    expect([series.pointCount, channels[0]![0], channels[1]!.filter(Number.isNaN).length]).toEqual([40, 1_200, 5])
  })

  it('stores nothing in a dry run, and needs no API for it', async () => {
    const { status, out } = await run(
      await file('dry.csv', good),
      '--series',
      'dry',
      '--dry-run',
      '--api',
      'http://127.0.0.1:1',
    )
    expect([status, out.includes('Nothing was stored.')]).toEqual([0, true])
    expect(await findSeries(api.app.db, ['dry'])).toEqual([])
  })

  it('does as it is told by options, with a gzipped file', async () => {
    const rows = ['a;31.12.2025;1,5;9', 'b;31.12.2025;2,5;9'].join('\n')
    const path = await file('told.csv.gz', gzipSync(rows))
    const options = ['--no-header', '--delimiter', ';', '--time-column', 'column_2', '--time-format', 'DD.MM.YYYY']
    const more = [
      '--time-zone',
      'America/Sao_Paulo',
      '--values',
      'column_3',
      '--key-column',
      'column_1',
      '--decimal-comma',
    ]
    const { status, out } = await run(path, '--series', 'told', ...options, ...more)
    expect([status, out]).toEqual([0, expect.stringContaining('into told_a, told_b: 2 points stored')])
    expect(await requireSeries(api.app.db, 'told_b')).toMatchObject({ lastAt: Date.UTC(2025, 11, 31, 3) })
  })

  it('explains what went wrong', async () => {
    const path = await file('any.csv', good)
    expect(await run(join(folder, 'none.csv'), '--series', 'x')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/there is no file .*none\.csv/),
    })
    expect(await run(await file('empty.csv', ''), '--series', 'x')).toMatchObject({
      status: 1,
      err: expect.stringContaining('is empty'),
    })
    expect(await run(await file('prose.csv', 'Dear Sir'), '--series', 'x')).toMatchObject({
      status: 1,
      err: expect.stringContaining('no comma, semicolon'),
    })
    expect(await run(path)).toMatchObject({ status: 2, err: expect.stringContaining('--series KEY') })
    expect(await run(path, '--series', 'x', '--colour')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--colour'),
    })
    expect(await run(path, '--series', 'no spaces')).toMatchObject({
      status: 1,
      err: expect.stringContaining('letters, digits or underscores'),
    })
    expect(await run(path, '--series', 'good', '--values', 'heat,cold')).toMatchObject({
      status: 1,
      err: expect.stringContaining('no column cold; it has time, heat, load'),
    })
    expect(await run(path, '--series', 'x', '--api', 'http://127.0.0.1:1')).toMatchObject({
      status: 1,
      err: expect.stringContaining('start Seriema with npm start'),
    })
    await file('other.csv', 'time,cold,warm\n2026-01-01,1,2\n')
    expect(await run(join(folder, 'other.csv'), '--series', 'good')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/good has no channel cold, warm.*again is safe/),
    })
  })

  it('says who asks by the key in SERIEMA_API_KEY, with a key that may only send, too', async () => {
    const guarded = await startApi({ access: 'on' })
    onTestFinished(() => guarded.close())
    onTestFinished(() => void vi.unstubAllEnvs())
    const path = await file('guarded.csv', `${good}soon,1,2\n2026-01-01 03:00,5,6\n`)
    const send = async (secret: string) => {
      vi.stubEnv('SERIEMA_API_KEY', secret)
      return run(path, '--series', 'guarded', '--api', guarded.url)
    }
    expect(await send('')).toMatchObject({ status: 1, err: expect.stringMatching(/takes a key from SERIEMA_API_KEY/) })
    const key = async (role: AccessRole) =>
      (await guarded.app.access.keys.issue({ name: role, grants: [{ role, only: null }], expiresAt: null }, 'a test'))
        .secret
    expect(await send(await key('viewer'))).toMatchObject({ status: 1, err: expect.stringContaining('role writer') })
    const sent = await send(await key('writer'))
    expect(sent).toMatchObject({ status: 3, err: '' })
    expect(sent.out).toMatch(/4 rows read in .* s: 3 points stored\n {2}1 bad row: a key with the role viewer/)
    expect(await send(await key('admin'))).toMatchObject({
      status: 3,
      out: expect.stringMatching(/into guarded: 0 points stored, 3 already there/),
    })
  })

  const etth1 = resolve(
    process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../shared'),
    'data/ett/ETTh1.csv',
  )
  it.skipIf(!existsSync(etth1))('brings in ETTh1 (skipped where SERIEMA_SHARED has none)', async () => {
    const { status, out } = await run(etth1, '--series', 'ett')
    expect([status, out]).toEqual([0, expect.stringMatching(/17,420 rows read in .* into ett: 17,420 points stored/)])
  })
})
