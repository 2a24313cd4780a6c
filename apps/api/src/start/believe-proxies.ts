import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { createAddresses, plain } from '../access/address.ts'

/**
 * Loaded first into the dashboard's server: what headers say of how a request came counts where a proxy that is trusted has
 * written it. Of all others they are gone before anything sees the request.
 */
const { isProxy } = createAddresses({ trustedProxies: JSON.parse(process.env.SERIEMA_BELIEVED ?? '[]') as string[] })
const told = ['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-for', 'forwarded']

subscribe('http.server.request.start', message => {
  const { request } = message as { readonly request: IncomingMessage }
  if (isProxy(plain(request.socket.remoteAddress ?? ''))) return
  for (const name of told) delete request.headers[name]
})
