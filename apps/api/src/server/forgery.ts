import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { App } from '../app.ts'
import { actorOf } from '../audit/entry.ts'
import type { Asked } from './asked.ts'

/** Any one of these says that a request was made by a program: a page cannot add one without asking first. */
const shown = ['x-csrf', 'apollo-require-preflight', 'graphql-require-preflight', 'x-graphql-yoga-csrf']

/** Content types a page of another site can send without a preflight. */
const unasked = /^\s*($|application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i

/**
 * Refuses what a page of another site could make a browser send without asking first: a POST that looks like a form,
 * and a GET that the browser marks as coming from elsewhere. CORS answers for all the rest.
 The audit is told.
 */
export const preventForgery = ({ audit }: Pick<App, 'audit'>): Plugin => ({
  onRequestParse({ request, serverContext }) {
    const { headers, method } = request
    const suspect = method === 'GET' ? fromElsewhere(headers) : unasked.test(headers.get('content-type') ?? '')
    if (!suspect || shown.some(name => headers.has(name))) return
    const message = `send application/json, or one of the headers ${shown.slice(0, 2).join(', ')}: a page of another site could have sent this`
    const { caller } = serverContext as unknown as Asked
    audit.refused(actorOf(caller), `${method} /graphql`, { code: 'ACCESS_DENIED', message })
    throw new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } })
  },
})

/** `Sec-Fetch-Site` comes from every current browser, `Origin` or `Referer` from nearly all others. */
function fromElsewhere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const from = headers.get('origin') ?? headers.get('referer')
  return from !== null && !(URL.canParse(from) && new URL(from).host === headers.get('host'))
}
