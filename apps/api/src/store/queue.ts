import { PgBoss } from 'pg-boss'
import type { Log } from '../telemetry/log.ts'
import { span } from '../telemetry/span.ts'
import { currentTrace, traceFrom, traceparent, withTrace } from '../telemetry/trace.ts'
import type { Db } from './database.ts'
import { openQueueConnection } from './queue/connection.ts'
import { type JobName, type Jobs, queues, type RecurringJob } from './queue/queues.ts'

/** Jobs that wait in the database for a worker, be it in this process, beside it, or on another machine. */
export interface Queue {
  /** Is there for workers when the transaction commits, and only if it does. */
  send<N extends JobName>(tx: Db, name: N, data: Jobs[N]): Promise<void>
  /**
   * Takes jobs, `places` at a time. A handler that throws has its job tried again, later each time; so has one whose
   * worker is gone. `signal` is aborted when the job is no longer this worker's, or the queue closes.
   */
  work<N extends JobName>(
    name: N,
    handle: (data: Jobs[N], signal: AbortSignal) => Promise<void>,
    places?: number,
  ): Promise<void>
  /** Makes a job every minute, one in all processes together. */
  everyMinute(name: RecurringJob): Promise<void>
  /** Tells handlers to end, waits for them for at most `patience` milliseconds, and gives back what they had in hand. */
  close(patience?: number): Promise<void>
}

export interface QueueOptions {
  readonly databaseUrl: string
  readonly log: Log
  /** Whether it takes jobs, and sees to those whose worker is gone; else it only sends. */
  readonly takes: boolean
}

/** The queue's own tables are in a schema of this name, which nothing else writes to. */
export const queueSchema = 'jobs'

/** Seconds between two looks at whose worker is gone, and between two looks for jobs should a NOTIFY get lost. */
const [watch, poll] = [2, 2]

/** Makes or migrates the tables of the queue; processes that start together wait for each other. */
export async function openQueue({ databaseUrl, log, takes }: QueueOptions): Promise<Queue> {
  const connection = openQueueConnection(databaseUrl)
  const boss = new PgBoss({
    db: connection,
    schema: queueSchema,
    supervise: takes,
    schedule: takes,
    useListenNotify: takes,
    superviseIntervalSeconds: watch,
    monitorIntervalSeconds: watch,
  })
  // While the database is away it goes on trying.
  boss.on('error', err => log.warn({ err }, 'the queue could not do something: it tries again'))
  const closing = new AbortController()
  try {
    await boss.start()
    for (const [name, options] of Object.entries(queues)) await boss.createQueue(name, options)
  } catch (error) {
    await connection.close()
    throw error
  }
  return {
    async send(tx, name, data) {
      const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await run(tx, text, values) }) }
      // The worker goes on with the trace of who asked.
      const handOver = () => {
        const trace = currentTrace()
        return boss.send(name, trace === undefined ? data : { ...data, traceparent: traceparent(trace) }, { db })
      }
      await span(`send ${name}`, handOver, { kind: 'producer' })
    },
    async work(name, handle, places = 1) {
      const options = { localConcurrency: places, pollingIntervalSeconds: poll, notifyPollingIntervalSeconds: poll }
      await boss.work<Jobs[typeof name] & { readonly traceparent?: string }>(name, options, async jobs => {
        for (const { id, data: sent, signal } of jobs) {
          // What is made every minute has none.
          const data = sent ?? ({} as typeof sent)
          await withTrace(traceFrom(data.traceparent), () =>
            span(`process ${name}`, () => handle(data, AbortSignal.any([signal, closing.signal])), {
              kind: 'consumer',
              attributes: { 'messaging.system': 'pg-boss', 'messaging.message.id': id },
            }),
          )
        }
      })
    },
    everyMinute: name => boss.schedule(name, '* * * * *'),
    async close(patience = 5_000) {
      closing.abort(new Error('the worker is shutting down'))
      await boss.stop({ timeout: patience })
      await connection.close()
    },
  }
}

const run = (tx: Db, text: string, values: unknown[] = []) => tx.sql.unsafe(text, values as never[])
