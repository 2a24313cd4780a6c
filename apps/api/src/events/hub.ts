import { eventRetention, messagesPerSecond } from '@seriema/domain/event'
import { Fault } from '@seriema/domain/fault'
import type { Logger } from 'pino'
import { rest } from '../concurrency/retry.ts'
import type { Db } from '../store/database.ts'
import { eventSpan, eventsChannel, pruneEvents, readEvents } from '../store/event.ts'
import { gatherAudience } from './audience.ts'
import type { Batch } from './batch.ts'
import { firstBatch, loadItems } from './batch.ts'
import type { Event } from './event.ts'
import type { EventFilter } from './filter.ts'
import type { Source } from './follow.ts'
import { follow } from './follow.ts'
import { insist } from './insist.ts'
import { decodeCursor } from './log.ts'
import { listen } from './notifications.ts'
import { covering } from './seat.ts'

export interface HubOptions {
  readonly db: Db
  /** For what subscribers that come back read of the past. */
  readonly reads: Db
  /** Where to LISTEN, over a connection of its own. */
  readonly databaseUrl: string
  readonly log: Logger
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Milliseconds between two messages to one subscriber, at least [1,000 / `messagesPerSecond`]. */
  readonly pace?: number
}

export interface Hub {
  /**
   * Everything that passes the filter from `after` on (a cursor; null: from now on), each exactly once, in commit order.
   * The first batch comes at once, empty if need be. Throws CURSOR_INVALID or CURSOR_EXPIRED before anything is streamed.
   * A subscriber that does not keep up reads on from the store: it misses nothing and costs no memory.
   */
  stream(filter: EventFilter, after: string | null): Promise<AsyncGenerator<Batch, void, void>>
  /** How many streams are open. */
  readonly subscribers: number
  /** Whether news come at once; false while the database is away, when they come late but all the same. */
  readonly listening: boolean
  /** Ends every stream and lets go of the database. */
  close(): Promise<void>
}

/** Events read at once, and milliseconds until the next look when nobody calls. */
const chunk = 500
const poll = 1_000
/** Milliseconds between two rounds of forgetting old events. */
const pruning = 600_000

/**
 * The one reader of events of a process, whatever the number of its subscribers. NOTIFY only tells it to look sooner
 * than it would by polling, so a lost one costs a second and nothing else; while PostgreSQL is away it waits.
 */
export async function openHub(options: HubOptions): Promise<Hub> {
  const { db, reads, log, clock, pace = 1_000 / messagesPerSecond } = options
  const closing = new AbortController()
  const audience = gatherAudience(clock)
  const open = new Set<AbortController>()
  let head = (await eventSpan(db)).newest
  let due = true
  let wake = () => {}

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      due = false
      if (audience.empty()) await skip()
      else await deliver()
      audience.remind(head)
      if (!due) await woken()
    }
  }

  /** Where nobody listens it is enough to know how far things have come. */
  async function skip(): Promise<void> {
    const span = await insist(() => eventSpan(db), closing.signal, log)
    if (span !== null && audience.empty()) head = Math.max(head, span.newest)
    await rest(pace, closing.signal)
  }

  async function deliver(): Promise<void> {
    const events = await insist(() => readEvents<Event>(db, { after: head, limit: chunk }), closing.signal, log)
    if (events === null) return
    due ||= events.length === chunk
    for (let left = events; left.length > 0; ) {
      const batch = firstBatch(left)
      left = left.slice(batch.length)
      const wanted = batch.filter(audience.wants)
      // From here on whoever comes reads these events from the store: only those seated by now are waiting for them.
      head = batch.at(-1)!.id
      if (wanted.length === 0) continue
      const items = await insist(() => loadItems(db, wanted), closing.signal, log)
      if (items === null) return
      audience.send(items, head)
      await rest(pace, closing.signal)
    }
  }

  function woken(): Promise<void> {
    const early = new AbortController()
    wake = () => early.abort()
    if (closing.signal.aborted) wake()
    return rest(poll, early.signal)
  }

  const source: Source = {
    audience,
    pace,
    head: () => head,
    read: (filter, after, upTo, signal) =>
      insist(async () => {
        const events = await readEvents<Event>(reads, { ...filter, after, upTo, limit: chunk })
        const batch = firstBatch(events)
        const all = events.length < chunk && batch.length === events.length
        return covering(await loadItems(reads, batch), all ? upTo : batch.at(-1)!.id)
      }, signal),
  }

  const notifications = listen(
    options.databaseUrl,
    eventsChannel,
    lastId => {
      if (lastId !== null && Number(lastId) <= head) return
      due = true
      wake()
    },
    log,
  )
  const running = run()
  const prune = () =>
    pruneEvents(db, clock()).catch(error => log.warn({ err: error }, 'old events could not be removed: trying later'))
  const pruner = setInterval(prune, pruning)

  return {
    async stream(filter, after) {
      const from = after === null ? null : decodeCursor(after)
      const { newest, oldest } = await eventSpan(reads)
      if (from !== null && from > newest)
        throw new Fault('CURSOR_INVALID', 'this cursor is ahead of everything stored here: start again without `after`')
      if (from !== null && oldest !== null && from < oldest.id && oldest.at < clock() - eventRetention)
        throw new Fault(
          'CURSOR_EXPIRED',
          `what came between this cursor and ${new Date(oldest.at).toISOString()} is no longer kept as events: subscribe without \`after\` and read the points in between from the history`,
          { keptFrom: new Date(oldest.at).toISOString() },
        )
      return stoppable(signal => follow(source, filter, from ?? newest, newest, signal), open)
    },
    get subscribers() {
      return open.size
    },
    get listening() {
      return notifications.listening
    },
    async close() {
      closing.abort()
      clearInterval(pruner)
      for (const stop of open) stop.abort()
      audience.dismiss()
      wake()
      await notifications.close()
      await running
    },
  }
}

/**
 * A generator whose `return` takes effect at once, even while it waits for a batch: a plain one would first wait for
 * what may never come.
 */
function stoppable(
  start: (signal: AbortSignal) => AsyncGenerator<Batch, void, void>,
  open: Set<AbortController>,
): AsyncGenerator<Batch, void, void> {
  const stop = new AbortController()
  const batches = start(stop.signal)
  const end = () => {
    stop.abort()
    open.delete(stop)
  }
  open.add(stop)
  const stream: AsyncGenerator<Batch, void, void> = {
    async next() {
      const result = await batches.next()
      if (result.done) end()
      return result
    },
    return(value) {
      end()
      return batches.return(value)
    },
    throw(error) {
      end()
      return batches.throw(error)
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => {
      await stream.return()
    },
  }
  return stream
}
