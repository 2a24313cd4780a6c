import type { DocumentNode } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { App } from '../app.ts'
import { type Context, createContext } from '../schema/context.ts'
import { schema } from '../schema/schema.ts'
import type { Asked } from './asked.ts'
import { runOperations } from './engine.ts'
import { preventForgery } from './forgery.ts'
import { createMask } from './masking.ts'
import { traceRootFields } from './trace-fields.ts'

/** Characters of documents kept parsed and validated; a longer one than a sixteenth of this is never kept. */
const documentCharacters = 4_000_000

const cache = <T extends object>() =>
  new LRUCache<string, T>({
    max: 1_000,
    maxSize: documentCharacters,
    maxEntrySize: documentCharacters / 16,
    sizeCalculation: (_value, text) => text.length + 1,
  })

/** GraphQL over HTTP. WebSockets go through the same plugins by `getEnveloped`. */
export function createGraphQL(app: App) {
  traceRootFields(schema)
  return createYoga<Asked, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ caller }) => createContext(app, caller),
    plugins: [
      // Before anything is read: a request another site's page can send unasked is refused.
      preventForgery(app),
      // Parse, validate, execute and subscribe, each within its limits.
      runOperations(app, schema),
    ],
    // A document is parsed and validated once, then remembered by its text; a text that is none is one each time it comes.
    parserAndValidationCache: {
      documentCache: cache<DocumentNode>(),
      errorCache: { get: () => undefined, set: () => {} },
    },
    // Whatever no plugin expected leaves as `Unexpected error` with a trace id.
    maskedErrors: { errorMessage: 'Unexpected error', maskError: createMask(app.log) },
    // The server around this does these itself, for all of its routes.
    cors: false,
    graphiql: false,
    landingPage: false,
    maxRequestBodySize: false,
    logging: false,
    // Of no use here, and one more way in.
    batching: false,
    multipart: false,
  })
}

export type GraphQLServer = ReturnType<typeof createGraphQL>
