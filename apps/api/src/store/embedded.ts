import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import { retry } from '../concurrency/retry.ts'
import type { Log } from '../telemetry/log.ts'
import { databaseUser, requireAccess } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { clearStaleLock, readLock, readPort, stopOrphan } from './embedded/lock.ts'
import { initialise, type Postmaster, type StartOptions, startPostmaster } from './embedded/postmaster.ts'

/** A PostgreSQL of our own, in a folder of its own, reachable from this machine alone. */
export interface Embedded {
  /** The address with a password; the password lies beside the data, readable by its owner alone. */
  readonly url: string
  readonly port: number
  /** Lets running transactions end as aborted, writes everything out and returns when the process is gone. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** 0 takes a free port. */
  readonly port?: number
  /** False gives up surviving a crash of the machine, for tests that are not about it. */
  readonly durable?: boolean
}

/** The major version of the data is part of its folder's name: another major version can't read it. */
const clusterFolder = (dataFolder: string) => join(dataFolder, 'postgres-18')
const passwordFile = (dataFolder: string) => join(dataFolder, 'postgres-password')

/**
 * Starts PostgreSQL in `dataFolder`, made on the first call, and waits until it takes connections. A server that a
 * killed process left running there is stopped first; locks of dead ones are cleared. Throws UNAVAILABLE with what to
 * do where the folder or the port cannot be used.
 */
export async function startEmbedded(dataFolder: string, log: Log, options: EmbeddedOptions = {}): Promise<Embedded> {
  const binaries = findBinaries()
  const folder = clusterFolder(dataFolder)
  await makeFolder(dataFolder)
  const user = databaseUser(folder)
  requireAccess(user, [dataFolder, binaries.postgres])
  if (!existsSync(folder)) {
    writeFileSync(passwordFile(dataFolder), randomBytes(24).toString('base64url'), { mode: 0o600 })
    await initialise(binaries, user, folder, passwordFile(dataFolder))
  }
  const lock = readLock(folder)
  if (lock !== null) {
    await stopOrphan(folder, lock, log)
    clearStaleLock(folder)
  }
  const port = await usablePort(options.port ?? 0)
  const start = { binaries, user, folder, port, durable: options.durable ?? true, log }
  const stop = keepRunning(await startPatiently(start), start)
  return { url: addressAt(dataFolder, port), port, stop }
}

/** The address of the server that runs in `dataFolder`; null where none does. */
export function runningEmbedded(dataFolder: string): string | null {
  const port = readPort(clusterFolder(dataFolder))
  return port === null ? null : addressAt(dataFolder, port)
}

const addressAt = (dataFolder: string, port: number): string =>
  `postgres://seriema:${readFileSync(passwordFile(dataFolder), 'utf8').trim()}@127.0.0.1:${port}/postgres`

/** Server processes of a killed postmaster take a moment to notice; until then PostgreSQL refuses their folder. */
const startPatiently = (options: StartOptions): Promise<Postmaster> =>
  retry(() => startPostmaster(options), {
    pause: (error, failures) =>
      failures < 20 && /shared memory|lock file/.test((error as Error).message) ? 250 : null,
  })

/** Starts the server again when it ends on its own, as when the system runs out of memory. Returns what stops it. */
function keepRunning(first: Postmaster, options: StartOptions): () => Promise<void> {
  let current = first
  let stopped = false
  const watch = async (): Promise<void> => {
    await current.gone
    if (stopped) return
    options.log.error('PostgreSQL ended unexpectedly: starting it again')
    const again = async () => {
      clearStaleLock(options.folder)
      return startPostmaster(options)
    }
    const pause = (err: unknown) => {
      options.log.error({ err }, 'PostgreSQL does not start again')
      return stopped ? null : 1_000
    }
    try {
      current = await retry(again, { pause })
    } catch {
      // It was told to stop meanwhile.
      return
    }
    return watch()
  }
  const watching = watch()
  return async () => {
    stopped = true
    await current.stop()
    await watching
    // It may have come up again in the very moment it was told to stop.
    await current.stop()
  }
}

async function makeFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o755 })
  } catch (error) {
    const reason = (error as Error).message
    throw new Fault(
      'UNAVAILABLE',
      `The data folder ${dataFolder} cannot be made (${reason}). Set SERIEMA_DATA to another.`,
    )
  }
}

/** The port asked for if it is free, or a free one for 0. */
function usablePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () =>
      reject(
        new Fault(
          'UNAVAILABLE',
          `Port ${wanted}, where PostgreSQL should listen, is taken. Set SERIEMA_DATABASE_PORT to another, or to 0 for any free one.`,
        ),
      ),
    )
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
