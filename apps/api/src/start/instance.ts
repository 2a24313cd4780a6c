import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'

/** What `running.json` in a data folder says of who uses it. */
interface Instance {
  readonly pid: number
  /** When that process began, as its system tells: tells it from a later one with the same pid. */
  readonly born: string
}

/**
 * Takes the data folder for this process; the returned function gives it back. What a killed process left behind is
 * taken over. Throws UNAVAILABLE when another one runs in it, or when nothing can be written there.
 */
export function claimFolder(dataFolder: string): () => void {
  const file = join(dataFolder, 'running.json')
  const mine: Instance = { pid: process.pid, born: birthOf(process.pid) ?? '' }
  try {
    mkdirSync(dataFolder, { recursive: true })
  } catch (error) {
    throw unwritable(dataFolder, error as Error)
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, `${JSON.stringify(mine)}\n`, { flag: 'wx' })
      const release = () => rmSync(file, { force: true })
      process.once('exit', release)
      return release
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(dataFolder, error as Error)
    }
    const other = read(file)
    if (other !== null && birthOf(other.pid) === other.born) {
      const stop = `Stop it there with Ctrl-C, or with: kill ${other.pid}`
      throw new Fault('UNAVAILABLE', `Seriema already runs in ${dataFolder}, as process ${other.pid}. ${stop}`)
    }
    setAside(file)
  }
  throw new Fault('UNAVAILABLE', `Several processes want ${dataFolder} at once. Start only one.`)
}

function unwritable(dataFolder: string, error: Error): Fault {
  const way = 'Make it writable for this user, or set SERIEMA_DATA to another folder.'
  return new Fault('UNAVAILABLE', `Nothing can be written in the data folder ${dataFolder} (${error.message}). ${way}`)
}

/** Of two that find the same stale file, the renaming succeeds for one. */
function setAside(file: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  rmSync(aside, { force: true })
}

function read(file: string): Instance | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const { pid, born } = found as Instance
    return Number.isInteger(pid) && pid > 0 && typeof born === 'string' ? { pid, born } : null
  } catch {
    return null
  }
}

/**
 * Tells a process from a later one with the same pid; null where there is none, or one that has ended and that its parent
 * has not buried yet.
 */
export function birthOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') {
      const [state, ...born] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
        .trim()
        .split(/\s+/)
      return state === undefined || state.startsWith('Z') ? null : born.join(' ')
    }
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (/^[ZX]/.test(fields[0]!)) return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`
  } catch {
    return null
  }
}
