import type { Log } from '../telemetry/log.ts'

/** What a start is given, to take back what it did. */
export interface Lifecycle {
  /** Aborted when the end begins: what takes long is broken off, and nothing new should be started. */
  readonly ending: AbortSignal
  /** Remembers how to take back what was just done. At the end all of it is, the last first. */
  onStop(undo: () => Promise<void> | void): void
}

/** One Ctrl-C reaches us several times: from the terminal, and passed on by npm and by who started us. */
const echo = 750

/**
 * Runs `start` and lives on until SIGINT, SIGTERM, SIGHUP, the end of who started us, or an error nobody caught; then
 * lets what is starting settle and takes everything back. Exit status 0 after a stop that was asked for, 1 after an
 * error, 130 at once after a second Ctrl-C. Throws what `start` throws, when all is taken back.
 */
export async function live(log: Log, start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> {
  const undos: (() => Promise<void> | void)[] = []
  const end = new AbortController()
  let stoppingSince: number | null = null
  let settled: Promise<unknown> = Promise.resolve()

  /** One that fails keeps no other from being taken back. */
  const takeBack = async () => {
    const failures: unknown[] = []
    for (const undo of undos.splice(0).reverse()) {
      try {
        await undo()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
  const stop = (reason: string, status: number) => {
    stoppingSince = performance.now()
    log.info({ reason }, 'stopping')
    end.abort()
    settled
      .then(takeBack)
      .then(() => log.info('stopped'))
      .catch(err => {
        log.fatal({ err }, 'could not stop in order')
        status = 1
      })
      .finally(() => process.exit(status))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppingSince === null) return stop(signal, 0)
      if (performance.now() - stoppingSince > echo) process.exit(130)
    })
  }
  const orphaned = () => {
    if (stoppingSince === null) stop('who started this is gone', 0)
  }
  process.once('disconnect', orphaned)
  const fail = (err: unknown) => {
    log.fatal({ err }, 'an error nobody caught')
    if (stoppingSince === null) stop('an error nobody caught', 1)
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)

  const lifecycle: Lifecycle = {
    ending: end.signal,
    onStop: undo => void undos.push(undo),
  }
  // It may have gone before we listened.
  if (process.send !== undefined && !process.connected) return orphaned()
  const started = start(lifecycle)
  settled = started.catch(() => {})
  try {
    await started
  } catch (error) {
    // A start that was told to stop ends in whatever way it can: that is no failure.
    if (stoppingSince !== null) return
    stoppingSince = performance.now()
    await takeBack().catch(err => log.error({ err }, 'could not stop in order'))
    process.off('uncaughtException', fail).off('unhandledRejection', fail)
    throw error
  }
}

/** Runs `work`, but waits at most `budget` milliseconds. False when it was cut off. */
export async function within(budget: number, work: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, budget, false)
  })
  try {
    return await Promise.race([work().then(() => true), expired])
  } finally {
    clearTimeout(timer)
  }
}
