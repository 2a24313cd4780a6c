import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { isAlive, until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { run } from '../spawn.ts'

test('npm start serves everything; Ctrl-C ends all of it; what was there is there again, even after a kill', async () => {
  const folder = await temporaryFolder()
  const [api, web] = [await freePort(), await freePort()]
  const settings = {
    SERIEMA_DATA: join(folder, 'data'),
    SERIEMA_API_PORT: String(api),
    SERIEMA_WEB_PORT: String(web),
  }
  const answers = (url: string) =>
    fetch(url).then(
      response => response.ok,
      () => false,
    )
  const serverPid = async () =>
    Number.parseInt(await readFile(join(settings.SERIEMA_DATA, 'postgres-18', 'postmaster.pid'), 'utf8'), 10)
  const health = async () => (await (await fetch(`http://127.0.0.1:${api}/healthcheck`)).json()) as { series: number }
  const start = async () => {
    const started = run(['apps/api/src/start/bootstrap.mjs'], settings)
    onTestFinished(() => started.end('SIGTERM').then(() => {}))
    const up = () => started.output().includes('Ctrl-C stops everything')
    await until(() => up() || started.child.exitCode !== null, 240_000)
    expect(started.output()).toContain(`http://localhost:${web}\n`)
    expect(started.output()).toContain(`http://localhost:${api}/graphql\n`)
    expect(started.output()).toContain('Authentication is off')
    return started
  }

  const first = await start()
  expect(await answers(`http://127.0.0.1:${web}/`)).toBe(true)
  expect(await health()).toMatchObject({ status: 'healthy', series: 3, generatorsRunning: 3 })
  const database = await serverPid()

  const seriema = (...args: string[]) => run(['apps/api/src/cli.ts', ...args], settings).ended
  const change = { query: 'mutation { updateSeries(input: { key: "demo_calm", title: "Calm" }) { __typename } }' }
  const headers = { 'content-type': 'application/json' }
  await fetch(`http://127.0.0.1:${api}/graphql`, { method: 'POST', headers, body: JSON.stringify(change) })
  // The database that is embedded here is found by its folder, with its password.
  const verified = await seriema('audit', 'verify')
  expect(verified).toMatchObject({ status: 0, output: expect.stringContaining('All 1 entries of the audit are as') })
  const exported = await seriema('audit', 'export')
  expect(JSON.parse(exported.output)).toMatchObject({ id: 1, operation: 'updateSeries', outcome: 'done' })

  const rival = await run(['apps/api/src/start/bootstrap.mjs'], settings).ended
  expect(rival.status).toBe(1)
  expect(rival.output).toContain(`Seriema already runs in ${settings.SERIEMA_DATA}`)

  expect((await first.end('SIGINT')).status).toBe(0)
  expect(isAlive(database)).toBe(false)
  expect(await answers(`http://127.0.0.1:${web}/`)).toBe(false)
  expect(await seriema('audit', 'verify')).toMatchObject({
    status: 2,
    output: expect.stringContaining('no database runs here: start Seriema'),
  })

  const second = await start()
  expect(second.output()).toContain('as built before')
  expect(await health()).toMatchObject({ series: 3 })
  // The one that holds everything, not the bootstrap in front of it.
  const { pid } = JSON.parse(await readFile(join(settings.SERIEMA_DATA, 'running.json'), 'utf8'))
  const orphan = await serverPid()
  process.kill(pid, 'SIGKILL')
  await second.ended
  expect(await until(async () => !(await answers(`http://127.0.0.1:${web}/`)), 10_000)).toBe(true)
  expect(isAlive(orphan)).toBe(true)

  const third = await start()
  expect(isAlive(orphan)).toBe(false)
  expect(await health()).toMatchObject({ series: 3 })
  expect((await third.end('SIGTERM')).status).toBe(0)
}, 400_000)
