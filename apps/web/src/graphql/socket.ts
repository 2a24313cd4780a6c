import { type Client, createClient } from 'graphql-ws'
import type { Connection } from './connection.ts'

const pingEvery = 10_000
const pongWithin = 5_000
/** What the API closes a socket with whose opener is not known, or not any more. */
const unauthenticated = 4401

/**
 * The one WebSocket of a page. It opens with the first subscription, closes after the last, and tells `connection`
 * what happens to it. A socket that no longer answers pings is taken for lost, since a sleeping laptop or a broken
 * route never says goodbye. Reconnecting is left to `subscribeAndResume`, which knows where each stream was.
 */
export function createSocket(url: string, connection: Connection, refused: () => void): Client {
  let pongDue: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | undefined

  return createClient({
    url,
    lazy: true,
    lazyCloseTimeout: 2_000,
    keepAlive: pingEvery,
    retryAttempts: 0,
    on: {
      connected(opened) {
        socket = opened as WebSocket
        connection.opened()
      },
      closed(event) {
        if ((event as CloseEvent | undefined)?.code === unauthenticated) refused()
        clearTimeout(pongDue)
        socket = undefined
        connection.closed()
      },
      ping(received) {
        if (!received) pongDue = setTimeout(() => socket?.close(4408, 'no answer'), pongWithin)
      },
      pong(received) {
        if (!received) return
        clearTimeout(pongDue)
        connection.received()
      },
    },
  })
}

/** Waits 0.25 s, then twice as long each time up to 8 s, spread by a third; less when the network comes back. */
export function backOff(attempt: number): Promise<void> {
  const delay = Math.min(8_000, 250 * 2 ** attempt) * (1 + Math.random() / 3)
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, delay)
    window.addEventListener('online', done)
  })
}
