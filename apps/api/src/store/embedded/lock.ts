import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import type { Log } from '../../telemetry/log.ts'
import { isAlive, until } from './wait.ts'

/** What `postmaster.pid` says: PostgreSQL's own lock on its folder. */
export interface Lock {
  readonly pid: number
}

const lockFile = (folder: string) => join(folder, 'postmaster.pid')

export function readLock(folder: string): Lock | null {
  try {
    const pid = Number.parseInt(readFileSync(lockFile(folder), 'utf8').split('\n', 1)[0]!, 10)
    return { pid: Number.isNaN(pid) ? 0 : Math.abs(pid) }
  } catch {
    return null
  }
}

/** The port of the server that holds the lock; null where none does. */
export function readPort(folder: string): number | null {
  const lock = readLock(folder)
  if (lock === null || !isAlive(lock.pid)) return null
  const port = Number(readFileSync(lockFile(folder), 'utf8').split('\n')[3])
  return Number.isInteger(port) && port > 0 ? port : null
}

/** Ends the server a killed process left behind. The pid alone says nothing: another program may have been given it. */
export async function stopOrphan(folder: string, lock: Lock, log: Log): Promise<void> {
  if (!servesFolder(lock.pid, folder)) return
  log.warn({ pid: lock.pid }, 'stopping the PostgreSQL that an earlier run left behind')
  process.kill(lock.pid, 'SIGINT')
  if (await until(() => !isAlive(lock.pid), 15_000)) return
  throw new Fault(
    'UNAVAILABLE',
    `A PostgreSQL of an earlier run (process ${lock.pid}) does not stop. End it (kill ${lock.pid}), then start again.`,
  )
}

/**
 * PostgreSQL takes any living process of the pid in its lock for its server: another program that was given the pid, or
 * a dead one nobody has buried. So we put our own pid there, for a lock of its parent's it takes for stale. It then
 * still checks that no server process of old is attached to the folder's memory, which deleting the file would skip.
 */
export function clearStaleLock(folder: string): void {
  if (readLock(folder) === null) return
  const rest = readFileSync(lockFile(folder), 'utf8').split('\n').slice(1)
  writeFileSync(lockFile(folder), [process.pid, ...rest].join('\n'))
}

/** Whether the process is a PostgreSQL started as we start it, on this very folder. */
function servesFolder(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  const [program = '', flag, served = ''] = argumentsOf(pid)
  if (!program.endsWith('postgres') || flag !== '-D') return false
  return served === folder || (existsSync(served) && realpathSync(served) === realpathSync(folder))
}

function argumentsOf(pid: number): readonly string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return /^(.*?) (-D) (.*?) -p \d+/.exec(command)?.slice(1) ?? []
  } catch {
    return []
  }
}
