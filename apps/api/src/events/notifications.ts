import type { Logger } from 'pino'
import postgres from 'postgres'

export interface Notifications {
  /** Whether a NOTIFY would be heard now. */
  readonly listening: boolean
  close(): Promise<void>
}

const longestPause = 5_000

/**
 * Calls `heard` with the payload of each NOTIFY on the channel, and with null whenever listening began (again), since
 * some may have been missed. Keeps trying with growing pauses while the database is away.
 */
export function listen(
  databaseUrl: string,
  channel: string,
  heard: (payload: string | null) => void,
  log: Logger,
): Notifications {
  let closed = false
  let listening = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  const options = {
    max: 1,
    idle_timeout: null,
    max_lifetime: null,
    fetch_types: false,
    connect_timeout: 5,
    keep_alive: 10,
    onnotice: () => {},
    onnotify: (_: string, payload: string) => heard(payload),
    onclose: () => again(),
    connection: { application_name: 'seriema events' },
  }
  const sql = postgres(databaseUrl, options as object)

  async function begin(): Promise<void> {
    try {
      await sql.unsafe(`listen "${channel}"`)
      if (failures > 0) log.info('listening for events again')
      failures = 0
      listening = true
      heard(null)
    } catch (error) {
      log.debug({ err: error }, 'cannot listen for events yet')
      again()
    }
  }

  function again(): void {
    listening = false
    if (closed || timer !== undefined) return
    if (failures++ === 0) log.warn('lost the connection that listens for events: polling until it is back')
    timer = setTimeout(
      () => {
        timer = undefined
        void begin()
      },
      Math.min(longestPause, 50 * 2 ** failures),
    )
  }

  void begin()
  return {
    get listening() {
      return listening
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await sql.end({ timeout: 0 })
    },
  }
}
