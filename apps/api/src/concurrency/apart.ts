import { fork } from 'node:child_process'
import { Fault, type FaultCode } from '@seriema/domain/fault'

/** What a process tells: notes, then how it ended. A Fault has a code, a failure of ours has none. */
export type ApartReply =
  | { readonly note: unknown }
  | { readonly result: unknown }
  | {
      readonly code: FaultCode | null
      readonly message: string
      readonly details: Readonly<Record<string, unknown>>
    }

export interface ApartOptions<Note> {
  /** Ends it at once; its reason is thrown. */
  readonly signal: AbortSignal
  readonly note?: (note: Note) => void
}

/**
 * Has a task done in a process of its own, of low priority, by a file that calls `doApart`; it ends with the task, or with
 * us. Task, notes and result are plain data. A thread would not do: one that is ended while ONNX Runtime computes takes the
 * whole process along. Throws the signal's reason, what the task threw, and UNAVAILABLE where the process ended without a
 * word.
 */
export function apart<Result, Note = never>(
  file: URL,
  task: unknown,
  { signal, note }: ApartOptions<Note>,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  if (signal.aborted) return Promise.reject(signal.reason)
  const child = fork(file, {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', (reply: ApartReply) => {
    if ('note' in reply) {
      if (!signal.aborted) note?.(reply.note as Note)
    } else if ('result' in reply) resolve(reply.result as Result)
    else reject(reply.code === null ? new Error(reply.message) : new Fault(reply.code, reply.message, reply.details))
  })
  child.on('error', reject)
  child.on('exit', (code, end) =>
    reject(
      new Fault(
        'UNAVAILABLE',
        `the process that computed ended (${end ?? code}): where memory ran out, give it more, or less to do`,
      ),
    ),
  )
  child.send(task as object, error => error && reject(error))
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  return promise.finally(() => {
    signal.removeEventListener('abort', stop)
    child.kill('SIGKILL')
  })
}
