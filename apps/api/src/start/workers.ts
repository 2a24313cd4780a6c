import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { rest } from '../concurrency/retry.ts'
import { type Log, passOn } from '../telemetry/log.ts'

export interface Workers {
  /** Has them give back what they have in hand, and waits for their end; what does not end within `patience` ms is ended. */
  stop(patience: number): Promise<void>
}

/** Milliseconds before one that ended is started again: at first, and at most where it ends again and again. */
const [soonest, latest] = [500, 30_000]
/** Milliseconds one has to live to count as one that works. */
const works = 60_000

const file = fileURLToPath(new URL('../worker.ts', import.meta.url))

/** Starts so many workers on a database. Each ends with this process, and is started again when it ends alone. */
export function startWorkers(count: number, databaseUrl: string, log: Log): Workers {
  const ending = new AbortController()
  const running = new Set<ChildProcess>()
  const run = async () => {
    for (let pause = soonest; !ending.signal.aborted; pause = Math.min(latest, 2 * pause)) {
      const began = performance.now()
      const child = startWorker(databaseUrl, log)
      running.add(child)
      const why = await ended(child)
      running.delete(child)
      if (ending.signal.aborted) return
      if (performance.now() - began > works) pause = soonest
      log.error({ ...why, pause }, 'a worker ended unexpectedly: starting it again')
      await rest(pause, ending.signal)
    }
  }
  const all = Array.from({ length: count }, run)
  return {
    async stop(patience) {
      ending.abort()
      for (const child of running) child.kill('SIGTERM')
      const timer = setTimeout(() => {
        for (const child of running) child.kill('SIGKILL')
      }, patience)
      await Promise.all(all)
      clearTimeout(timer)
    },
  }
}

/** Detached, so that a Ctrl-C reaches it by us alone; when we are gone it ends by itself. */
function startWorker(databaseUrl: string, log: Log): ChildProcess {
  const child = fork(file, {
    detached: true,
    env: { ...process.env, DATABASE_URL: databaseUrl, SERIEMA_LOG_TO: 'stderr' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  createInterface({ input: child.stderr! }).on('line', line => passOn(log, line))
  return child
}

/** Why a process is gone; one that could not be started has no exit. */
const ended = (child: ChildProcess): Promise<Readonly<Record<string, unknown>>> =>
  new Promise(resolve => {
    child.once('exit', (code, signal) => resolve({ worker: child.pid, code, signal }))
    child.on('error', err => child.pid === undefined && resolve({ err }))
  })
