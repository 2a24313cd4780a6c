import { type Client, type CombinedError, createClient, fetchExchange, mapExchange, subscriptionExchange } from 'urql'
import { type Access, createAccess } from './access.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Endpoint } from './endpoint.ts'
import { subscribeAndResume } from './resume.ts'
import { backOff, createSocket } from './socket.ts'

export interface Api {
  readonly client: Client
  readonly connection: Connection
  readonly access: Access
  readonly endpoint: Endpoint
}

/** The API refuses requests without this header, so that another site's form cannot send one. */
export const csrfHeader = { 'x-graphql-yoga-csrf': '1' }

/**
 * Queries and mutations over HTTP, subscriptions over one WebSocket. There is no cache exchange on purpose: each page
 * holds the bounded window it shows, and a cache of every window ever shown would grow for as long as a page is open.
 */
export function createApi(endpoint: Endpoint): Api {
  const connection = createConnection(Date.now)
  const access = createAccess(endpoint)
  const socket = createSocket(endpoint.webSocket, connection, access.refused)
  const client = createClient({
    url: endpoint.http,
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: { headers: csrfHeader, credentials: 'include' },
    exchanges: [
      mapExchange({
        onResult({ operation, error }) {
          if (operation.kind === 'subscription') return
          if (isUnknown(error)) access.refused()
          if (error?.networkError) connection.unanswered()
          else {
            connection.answered()
            // It was away when this page asked.
            if (access.status().state === 'unknown') void access.ask()
          }
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: sink => ({
            unsubscribe: subscribeAndResume(
              { client: socket, connection, wait: backOff },
              { query, variables: variables as Record<string, unknown> },
              {
                next: result => sink.next(result as Parameters<typeof sink.next>[0]),
                error: error => sink.error(error),
              },
            ),
          }),
        }),
      }),
    ],
  })
  return { client, connection, access, endpoint }
}

/** Whether the API refused to answer whoever asked. */
const isUnknown = (error: CombinedError | undefined): boolean =>
  error?.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED') === true ||
  (error?.response as Response | undefined)?.status === 401
