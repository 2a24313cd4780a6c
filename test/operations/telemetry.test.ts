import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { ask, batch, createSeries, ingestion } from '../failure/writer.ts'
import { temporaryFolder } from '../folder.ts'
import { spawnTraced } from './traced.ts'

const traces = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0

const forecast = `query ($key: String!) { seriesByKey(key: $key) { forecast(horizon: 12, forecaster: BASE) {
  ... on Forecast { forecaster } ... on Fault { message } } } }`

test.skipIf(!traces)(
  'a server that forecasts with networks tells nobody of it, and leaves nothing at home (needs strace)',
  async () => {
    const database = await startDatabase()
    onTestFinished(database.drop)
    const folder = await temporaryFolder()
    const [home, temporary] = [join(folder, 'home'), join(folder, 'temporary')]
    for (const path of [home, temporary]) await mkdir(path)
    const trace = join(folder, 'trace')
    const api = await spawnTraced(trace, {
      DATABASE_URL: database.url,
      SERIEMA_DATA: join(folder, 'data'),
      HOME: home,
      TMPDIR: temporary,
      XDG_CACHE_HOME: join(home, 'cache'),
    })
    await createSeries(api.url, 'watched')
    await ask(api.url, ingestion, batch('watched', 0, 1_000))
    expect((await ask(api.url, forecast, { key: 'watched' })).data).toEqual({
      seriesByKey: { forecast: { forecaster: 'BASE' } },
    })
    await api.end()
    expect(await readdir(folder, { recursive: true })).not.toContainEqual(
      expect.stringMatching(/mat-debug|\.db$|deviceid/),
    )
    expect(await readdir(home, { recursive: true })).toEqual([])
    expect(await readdir(temporary, { recursive: true })).toEqual([])
    const calls = (await readFile(trace, 'utf8')).split('\n').filter(line => /(connect|sendto|sendmsg)\(/.test(line))
    const away = calls.filter(line => /sa_family=AF_INET/.test(line) && !/127\.0\.0\.1|"::1"|::ffff:127\./.test(line))
    // That the database was seen to be talked to shows that the trace sees what there is.
    expect(calls.some(line => line.includes(`htons(${new URL(database.url).port})`))).toBe(true)
    expect(away).toEqual([])
  },
  120_000,
)
