import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Another address of a database. `meddle` sees all that clients send there; where it answers true, it has taken the
 * client's connection into its own hands, and the database hears and says no more on it.
 */
export async function pathThrough(
  databaseUrl: string,
  meddle: (sent: Buffer, client: Socket) => boolean,
): Promise<string> {
  const url = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const proxy = createServer(client => {
    const server = connect(Number(url.port), url.hostname)
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}))
    client.on('close', () => server.destroy())
    server.on('close', () => client.end())
    server.on('data', said => client.write(said))
    client.on('data', (sent: Buffer) => {
      if (meddle(sent, client)) server.removeAllListeners().on('error', () => {})
      else server.write(sent)
    })
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  const path = new URL(url)
  path.port = String((proxy.address() as { port: number }).port)
  return path.href
}
