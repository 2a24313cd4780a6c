import { WebSocket } from 'ws'

export interface Message<T> {
  readonly data?: T
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** One subscription on a WebSocket of its own, read message by message. */
export interface Subscriber<T> {
  /** The next message; null once the server or `cut` has ended it. */
  next(): Promise<Message<T> | null>
  /** Stops or goes on reading from the network, as a client does that cannot keep up. */
  pause(): void
  resume(): void
  /** As if the network were gone: no goodbye. */
  cut(): void
}

/** Speaks graphql-transport-ws. */
export function subscribe<T>(wsUrl: string, query: string, variables: Record<string, unknown> = {}): Subscriber<T> {
  const socket = new WebSocket(wsUrl, 'graphql-transport-ws')
  const messages: (Message<T> | null)[] = []
  let wake = () => {}
  const add = (message: Message<T> | null) => {
    messages.push(message)
    wake()
  }
  socket.on('error', () => {})
  socket.on('close', () => add(null))
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })))
  socket.on('message', data => {
    const { type, payload } = JSON.parse(String(data))
    if (type === 'connection_ack')
      socket.send(JSON.stringify({ id: 'only', type: 'subscribe', payload: { query, variables } }))
    if (type === 'next') add(payload)
    if (type === 'error') add({ errors: payload })
    if (type === 'complete') add(null)
  })
  return {
    async next() {
      while (messages.length === 0) await new Promise<void>(resolve => (wake = resolve))
      return messages.length > 1 || messages[0] !== null ? messages.shift()! : null
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.terminate(),
  }
}

/** Posts an operation over HTTP; throws what is answered as errors. */
export async function ask<T>(url: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as Message<T>
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '))
  return data as T
}
