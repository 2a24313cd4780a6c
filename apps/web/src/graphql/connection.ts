/** `idle` where nothing is followed, so that no socket is wanted. */
export type ConnectionState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'offline'

export interface ConnectionStatus {
  readonly state: ConnectionState
  /** When the present state began, in epoch milliseconds. */
  readonly since: number
  /** Whether the last question got no answer and there is no stream either: nothing can be known of the present. */
  readonly away: boolean
}

/** How the live stream is doing, as the socket and the device tell. */
export interface Connection {
  readonly status: () => ConnectionStatus
  /** Not part of the status, so that a message a tenth of a second after another renders nothing. */
  readonly lastMessageAt: () => number | null
  readonly subscribe: (listener: () => void) => () => void
  /** A stream is followed until what is returned is called. */
  readonly follow: () => () => void
  readonly opened: () => void
  readonly closed: () => void
  readonly received: () => void
  /** A question was answered, or got no answer. */
  readonly answered: () => void
  readonly unanswered: () => void
  readonly wentOffline: () => void
  readonly networkReturned: () => void
}

export function createConnection(now: () => number): Connection {
  const listeners = new Set<() => void>()
  let status: ConnectionStatus = { state: 'idle', since: now(), away: false }
  let lastMessageAt: number | null = null
  let open = false
  let lost = false
  let followed = 0
  let offline = false
  let silent = false

  const update = () => {
    const wanted = lost ? 'reconnecting' : 'connecting'
    const state = open ? 'live' : offline ? 'offline' : followed === 0 ? 'idle' : wanted
    const away = silent && !open
    if (status.state === state && status.away === away) return
    status = { state, since: status.state === state ? status.since : now(), away }
    for (const listener of listeners) listener()
  }

  return {
    status: () => status,
    lastMessageAt: () => lastMessageAt,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    follow() {
      followed++
      update()
      return () => {
        followed--
        if (followed === 0) lost = false
        update()
      }
    },
    opened() {
      open = true
      lost = silent = false
      update()
    },
    closed() {
      lost ||= open && followed > 0
      open = false
      update()
    },
    received() {
      lastMessageAt = now()
    },
    answered() {
      silent = false
      update()
    },
    unanswered() {
      silent = true
      update()
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
