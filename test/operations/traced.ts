import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '@seriema/api/start/ports'
import { until } from '@seriema/api/store/embedded/wait'
import { onTestFinished } from 'vitest'
import type { Settings } from '../spawn.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The API in a process of its own, with all that it and its threads and children say to the network written to `trace`. */
export async function spawnTraced(
  trace: string,
  settings: Settings,
): Promise<{ readonly url: string; end(): Promise<void> }> {
  const port = await freePort()
  const { PATH = '' } = process.env
  const child = spawn(
    'strace',
    ['-f', '-qq', '-e', 'trace=network', '-o', trace, process.execPath, `${root}apps/api/src/main.ts`],
    {
      cwd: root,
      env: { PATH, SERIEMA_API_PORT: String(port), SERIEMA_LOG_LEVEL: 'warn', ...settings },
      detached: true,
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  const alive = () => child.exitCode === null && child.signalCode === null
  // strace passes on nothing: the whole group is told.
  const end = async () => {
    if (alive()) process.kill(-child.pid!, 'SIGTERM')
    await ended
  }
  onTestFinished(end)
  const url = `http://127.0.0.1:${port}`
  const ready = () =>
    fetch(`${url}/readiness`).then(
      ({ ok }) => ok,
      () => false,
    )
  if (await until(async () => !alive() || (await ready()), 60_000)) if (alive()) return { url, end }
  throw new Error(`the API did not come up under strace: ${output}`)
}
