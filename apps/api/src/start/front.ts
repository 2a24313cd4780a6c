import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Config } from '../config.ts'
import { createListener, hold, strictly } from '../server/listener.ts'
import type { Log } from '../telemetry/log.ts'

/** What the dashboard is reached through where there is a certificate: its own server speaks no TLS. */
export interface Front {
  close(): Promise<void>
}

/** Takes what comes to the dashboard's port by TLS to its server, at `port` of this machine alone. Throws what `net` throws. */
export async function openFront(
  config: Pick<Config, 'host' | 'webPort' | 'tls'>,
  port: number,
  log: Log,
): Promise<Front> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url, headers } = request
    const onward = forward({
      host: '127.0.0.1',
      port,
      method,
      path: url,
      headers: { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': request.socket.remoteAddress ?? '' },
    })
    onward.once('response', from => {
      response.writeHead(from.statusCode!, { ...from.headers, 'strict-transport-security': strictly })
      from.pipe(response)
    })
    // It is being started again; whatever was sent by then is all there is.
    onward.once('error', () => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502, { 'retry-after': '1' }).end()
    })
    response.once('close', () => onward.destroy())
    request.pipe(onward)
  }
  const listener = createListener(config, log, {}, answer)
  const front = await hold(listener, config.webPort, config.host)
  listener.server.on('error', err => log.error({ err }, 'the dashboard could not take a connection'))
  return front
}
