import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Caller } from '../../access/caller.ts'

/** An operation on its way over a socket, from its message until nothing more is sent for it. */
export interface Operation {
  /** Ends what there is to end by now. */
  giveUp(): void
  /** It counts no longer. */
  readonly ended: () => void
}

/** What belongs to a socket. */
export interface Extra {
  readonly request: IncomingMessage
  /** Who it is; null until its first message has said so. */
  caller: Caller | null
  readonly socket: WebSocket
  readonly carried: Map<string, Operation>
  /** Id of the operation that the message in hand has begun; null where it has begun none. */
  begun: string | null
}

/** Seconds that whoever has too many open is told to wait. */
export const pause = 5
