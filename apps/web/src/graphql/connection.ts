export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline'

export interface ConnectionStatus {
  readonly state: ConnectionState
  /** When the present state began, in epoch milliseconds. */
  readonly since: number
}

/** How the live stream is doing, as the socket and the device tell. */
export interface Connection {
  readonly status: () => ConnectionStatus
  /** Not part of the status, so that a message a tenth of a second after another renders nothing. */
  readonly lastMessageAt: () => number | null
  readonly subscribe: (listener: () => void) => () => void
  readonly opened: () => void
  readonly closed: () => void
  readonly received: () => void
  readonly wentOffline: () => void
  readonly networkReturned: () => void
}

export function createConnection(now: () => number): Connection {
  const listeners = new Set<() => void>()
  let status: ConnectionStatus = { state: 'connecting', since: now() }
  let lastMessageAt: number | null = null
  let open = false
  let everOpened = false
  let offline = false

  const update = () => {
    const state = open ? 'live' : offline ? 'offline' : everOpened ? 'reconnecting' : 'connecting'
    if (status.state === state) return
    status = { state, since: now() }
    for (const listener of listeners) listener()
  }

  return {
    status: () => status,
    lastMessageAt: () => lastMessageAt,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    opened() {
      open = everOpened = true
      update()
    },
    closed() {
      open = false
      update()
    },
    received() {
      lastMessageAt = now()
    },
    // A socket to this very machine outlives the network, so an open one still counts as live.
    wentOffline() {
      offline = true
      update()
    },
    networkReturned() {
      offline = false
      update()
    },
  }
}
