import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  /** All it wrote to standard output and standard error. */
  readonly output: string
}

export interface Spawned {
  readonly pid: number
  readonly child: ChildProcess
  /** What it has written so far. */
  output(): string
  /** Sends `signal` to it alone, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<Ended>
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<Ended>
}

export type Settings = Readonly<Record<string, string>>

/**
 * Runs a file of the repository, with arguments after its name, in a process of its own that has `settings` and nothing
 * of this one's configuration.
 */
export function run(
  [file, ...args]: readonly [string, ...string[]],
  settings: Settings = {},
  cwd: string = root,
): Spawned {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SERIEMA_|OTEL_|DATABASE_URL|VITEST|NODE_ENV)/.test(name),
  )
  const child = spawn(process.execPath, [`${root}${file}`, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', chunk => (output += chunk))
  const ended = new Promise<Ended>(resolve =>
    child.once('close', (status, signal) => resolve({ status, signal, output })),
  )
  return {
    pid: child.pid!,
    child,
    output: () => output,
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

export interface SpawnedApi extends Spawned {
  readonly url: string
}

/** `main.ts` in a process of its own, without workers, for tests that kill it. Throws with what it wrote when it does not come up. */
export async function spawnApi(settings: Settings): Promise<SpawnedApi> {
  const usual = { SERIEMA_API_PORT: '0', SERIEMA_LOG_LEVEL: 'warn', SERIEMA_WORKERS: '0' }
  const spawned = run(['apps/api/src/main.ts'], { ...usual, ...settings })
  const message = await Promise.race([
    new Promise<{ url: string }>(resolve => spawned.child.once('message', resolve as never)),
    spawned.ended,
  ])
  if ('url' in message) return { ...spawned, url: message.url }
  throw new Error(`the API ended at its start: ${message.output}`)
}
