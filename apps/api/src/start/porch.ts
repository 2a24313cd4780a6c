import type { Config } from '../config.ts'
import { createListener, hold } from '../server/listener.ts'
import type { Log } from '../telemetry/log.ts'

/** Holds the API's port while the API starts, so that whoever asks learns that it is on its way. */
export interface Porch {
  /** Frees the port for the API. */
  close(): Promise<void>
}

/** Alive but not ready. Throws what `net` throws where the port cannot be had. */
export async function openPorch(config: Pick<Config, 'host' | 'apiPort' | 'tls'>, log: Log): Promise<Porch> {
  const listener = createListener(config, log, {}, (request, response) => {
    const alive = request.url === '/liveness'
    const headers = { 'content-type': 'application/json', connection: 'close', 'retry-after': '1' }
    response.writeHead(alive ? 200 : 503, headers).end(JSON.stringify({ status: alive ? 'alive' : 'starting' }))
  })
  return hold(listener, config.apiPort, config.host)
}
