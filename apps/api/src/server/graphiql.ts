import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { examples } from './examples.ts'
import { mendGraphiQL } from './mend-graphiql.ts'

interface Page {
  readonly html: Buffer
  readonly zipped: Buffer
  readonly etag: string
}

let page: Promise<Page> | undefined

/** Rendered and compressed at the first visit, all 9 MB of it: GraphiQL and its editor are in the page itself. */
async function render(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const rendered = renderGraphiQL({
    title: 'Seriema API',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultTabs: examples.map(({ query, variables }) => ({ query, ...(variables !== undefined && { variables }) })),
    defaultQuery: examples[0]!.query,
    inputValueDeprecation: true,
    schemaDescription: true,
  })
  const html = Buffer.from(mendGraphiQL(rendered))
  const zipped = await promisify(gzip)(html)
  return { html, zipped, etag: `"${createHash('sha256').update(html).digest('base64url')}"` }
}

/** Nothing from anywhere else, whatever the page might try. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  'worker-src blob:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html')

/** What is there instead where callers may not ask what the API has, without which GraphiQL shows nothing but errors. */
export function answerNoGraphiQL(response: ServerResponse): void {
  const told = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Seriema API</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>Seriema API</h1>
<p>GraphiQL is off here, for callers may not ask what this API has. It answers GraphQL sent to this address with POST.</p>
<p>Whoever runs this server can turn it on: <code>SERIEMA_INTROSPECTION=on</code>.</p>`
  response.setHeader('vary', 'accept')
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  const length = Buffer.byteLength(told)
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': length }).end(told)
}

/** GraphiQL: works offline, runs subscriptions over WebSocket, and opens with the examples. */
export async function answerGraphiQL(request: IncomingMessage, response: ServerResponse): Promise<void> {
  page ??= render()
  const { html, zipped, etag } = await page
  response.setHeader('etag', etag)
  response.setHeader('vary', 'accept, accept-encoding')
  response.setHeader('content-security-policy', policy)
  response.setHeader('referrer-policy', 'no-referrer')
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end()
    return
  }
  const compressed = (request.headers['accept-encoding'] ?? '').includes('gzip')
  const body = compressed ? zipped : html
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    ...(compressed && { 'content-encoding': 'gzip' }),
  })
  response.end(body)
}
