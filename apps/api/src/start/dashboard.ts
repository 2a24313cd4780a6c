import { type ChildProcess, fork, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Fault } from '@seriema/domain/fault'
import { until } from '../store/embedded/wait.ts'
import type { Log } from '../telemetry/log.ts'

const folder = fileURLToPath(new URL('../../../web/', import.meta.url))
const stampFile = join(folder, '.next', 'seriema-sources')
const next = () => createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next')
const environment = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const

/** A hash of all that the built dashboard follows from: its sources, and the versions of what it is built with. */
export function hashSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(folder, '../../pnpm-lock.yaml')))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/^(node_modules|\.next)\/|next-env\.d\.ts$|\.tsbuildinfo$/.test(path.slice(folder.length)))
  for (const path of files.sort()) hash.update(path.slice(folder.length)).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}

export function isBuilt(sources: string): boolean {
  try {
    return readFileSync(stampFile, 'utf8') === sources
  } catch {
    return false
  }
}

/** Builds the dashboard from `sources`. The stamp comes last: a build cut short, as by `ending`, counts for nothing. */
export async function buildDashboard(sources: string, log: Log, ending?: AbortSignal): Promise<void> {
  rmSync(stampFile, { force: true })
  const child = spawn(process.execPath, [next(), 'build'], { cwd: folder, env: environment, stdio: 'pipe' })
  const cut = () => void child.kill('SIGTERM')
  ending?.addEventListener('abort', cut, { once: true })
  const said = listen(child, log)
  // It ends in an error where the system lets no process be started at all.
  const code = await new Promise(resolve => child.once('close', resolve).once('error', resolve))
  ending?.removeEventListener('abort', cut)
  if (code !== 0) throw new Fault('UNAVAILABLE', `The dashboard could not be built:\n${said.join('\n')}`)
  writeFileSync(stampFile, sources)
}

export interface Dashboard {
  stop(): Promise<void>
}

/** Milliseconds the dashboard's server has to end on its own. */
const patience = 1_500

/** Serves the built dashboard from a process of its own, which ends with this one and is started again when it ends alone. */
export async function startDashboard(
  options: {
    readonly host: string
    readonly port: number
    readonly apiUrl: string | null
    /** Whose word counts on how a request came to them. */
    readonly trustedProxies: readonly string[]
  },
  log: Log,
): Promise<Dashboard> {
  const { host, port, apiUrl, trustedProxies } = options
  const believed = JSON.stringify(trustedProxies)
  let stopped = false
  let child: ChildProcess
  const start = () => {
    child = fork(next(), ['start', '--hostname', host, '--port', String(port)], {
      cwd: folder,
      detached: true,
      env: { ...environment, SERIEMA_BELIEVED: believed, ...(apiUrl === null ? {} : { SERIEMA_API_URL: apiUrl }) },
      execArgv: ['./end-with-parent.ts', './believe-proxies.ts'].flatMap(file => [
        '--import',
        new URL(file, import.meta.url).href,
      ]),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const started = child
    listen(started, log)
    const again = (why: object) => {
      if (stopped) return
      log.error(why, 'the dashboard ended unexpectedly: starting it again')
      setTimeout(() => stopped || start(), 1_000)
    }
    started.once('exit', code => again({ code }))
    // One that could not be started has no exit.
    started.on('error', err => started.pid === undefined && again({ err }))
  }
  start()
  const answers = await until(() => accepts(host, port), 30_000)
  const stop = async () => {
    stopped = true
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    await gone
    clearTimeout(timer)
  }
  if (answers) return { stop }
  await stop()
  throw new Fault('UNAVAILABLE', 'The dashboard did not start within 30 s; the log says more.')
}

function listen(child: ChildProcess, log: Log): string[] {
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream! }).on('line', line => {
      log.debug({ from: 'dashboard' }, line)
      said.push(line)
      if (said.length > 40) said.shift()
    })
  }
  return said
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
