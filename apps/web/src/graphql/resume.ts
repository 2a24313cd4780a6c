import type { Client, SubscribePayload } from 'graphql-ws'
import type { Connection } from './connection.ts'

export interface Sink {
  readonly next: (result: {
    data?: Record<string, unknown> | null | undefined
    errors?: readonly unknown[] | undefined
  }) => void
  readonly error: (error: unknown) => void
}

export interface ResumeOptions {
  readonly client: Pick<Client, 'subscribe'>
  readonly connection: Pick<Connection, 'received'>
  /** Waits before the given attempt, 0 for the first one after a loss. */
  readonly wait: (attempt: number) => Promise<void>
}

/**
 * A subscription that survives its socket and a restart of the server. After a loss it subscribes again with the last
 * `cursor` it was given as `after`, so that nothing is missed; a document without `$after` starts anew. It ends when
 * the returned function is called, or with `error` when the server refuses the operation itself.
 */
export function subscribeAndResume(options: ResumeOptions, payload: SubscribePayload, sink: Sink): () => void {
  let cursor: unknown
  let stop: (() => void) | undefined
  let stopped = false
  let attempt = 0

  // A getter, because graphql-ws writes the payload anew on reconnections of its own.
  const resumable = /\$after\b/.test(payload.query)
  const variables = { ...payload.variables }
  if (resumable) Object.defineProperty(variables, 'after', { enumerable: true, get: () => cursor })

  const start = () => {
    stop = options.client.subscribe<Record<string, unknown>>(
      { ...payload, variables },
      {
        next(result) {
          attempt = 0
          options.connection.received()
          cursor = cursorOf(result.data) ?? cursor
          sink.next(result)
        },
        error(error) {
          if (stopped) return
          if (isRefusal(error)) sink.error(error)
          else void again()
        },
        // These streams have no end of their own: a server that ends one is going away.
        complete() {
          if (!stopped) void again()
        },
      },
    )
  }

  const again = async () => {
    await options.wait(attempt++)
    if (!stopped) start()
  }

  start()
  return () => {
    stopped = true
    stop?.()
  }
}

/** A stream of rows has one field, and its payload a `cursor`. */
function cursorOf(data: Record<string, unknown> | null | undefined): unknown {
  const payload = data ? Object.values(data)[0] : undefined
  return typeof payload === 'object' && payload !== null && 'cursor' in payload ? payload.cursor : undefined
}

/** A refused operation comes as a list of GraphQL errors; a lost socket is an event or an Error. */
const isRefusal = (error: unknown) => Array.isArray(error)
