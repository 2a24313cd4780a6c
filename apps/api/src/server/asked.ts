import type { Caller } from '../access/caller.ts'

/** What whoever hands a request or a message over says of it. */
export interface Asked {
  readonly caller: Caller
}

/** What is known of it before its document is read. */
export interface Begun extends Asked {
  /** Not over WebSocket. */
  readonly request?: Request
  readonly params?: { readonly operationName?: unknown }
}

/** Which operation of its document is meant; null: the only one. */
export const operationNameIn = ({ params }: Begun): string | null =>
  typeof params?.operationName === 'string' ? params.operationName : null
