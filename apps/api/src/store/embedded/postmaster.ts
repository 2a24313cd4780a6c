import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Fault } from '@seriema/domain/fault'
import type { Log } from '../../telemetry/log.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

export interface Postmaster {
  readonly pid: number
  /** Resolves when the process has ended, for whatever reason. */
  readonly gone: Promise<void>
  stop(): Promise<void>
}

/**
 * Makes the empty database in `folder`, whole or not at all; its superuser is `seriema`, with the password in
 * `passwordFile`, which is handed to the user the database runs as.
 */
export async function initialise(
  binaries: Binaries,
  user: Account,
  folder: string,
  passwordFile: string,
): Promise<void> {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (user.uid !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid!)
  const flags = ['--username=seriema', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C']
  const child = spawn(binaries.initdb, [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`, ...flags], {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = collect(child)
  const code = await new Promise(resolve => child.once('close', resolve).once('error', resolve))
  if (code !== 0) throw new Fault('UNAVAILABLE', `PostgreSQL could not set up ${folder}: ${said.join(' ')}`)
  renameSync(unfinished, folder)
}

export interface StartOptions {
  readonly binaries: Binaries
  readonly user: Account
  readonly folder: string
  readonly port: number
  readonly durable: boolean
  readonly log: Log
}

/** Resolves when the server takes connections. It has a process group of its own: a Ctrl-C is for us to act on. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  const { binaries, user, folder, port, durable, log } = options
  const parameters = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_destination: 'stderr',
    log_line_prefix: '',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...user,
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Whatever ends this process takes the server along; the next start then recovers from its log.
  const abandon = () => void child.kill('SIGQUIT')
  process.once('exit', abandon)
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  void gone.then(() => process.off('exit', abandon))
  await ready(child, log)
  return {
    pid: child.pid!,
    gone,
    async stop() {
      child.kill('SIGINT')
      await gone
    },
  }
}

function ready(child: ChildProcess, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    createInterface({ input: child.stderr! }).on('line', line => {
      log.debug({ from: 'postgres' }, line)
      said.push(line)
      if (said.length > 20) said.shift()
      if (line.includes('ready to accept connections')) resolve()
    })
    child.on('error', reject)
    child.once('exit', () => reject(new Fault('UNAVAILABLE', `PostgreSQL did not start: ${said.join(' ')}`)))
  })
}

function collect(child: ChildProcess): string[] {
  const lines: string[] = []
  createInterface({ input: child.stderr! }).on('line', line => lines.push(line))
  return lines
}
