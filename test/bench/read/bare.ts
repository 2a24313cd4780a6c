import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, execute } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'

const printed = new URL('../../../apps/api/schema.graphql', import.meta.url)

/** Yoga as it comes, over the same schema: its answers are objects in memory, so the bytes are the same. */
export async function startBare(answers: ReadonlyMap<string, object>): Promise<{ url: string; stop(): void }> {
  const recorded: Plugin = {
    onExecute({ args, setExecuteFn }) {
      const rootValue = answers.get(args.operationName ?? '')
      setExecuteFn(() => execute({ ...args, rootValue }))
    },
  }
  const yoga = createYoga({
    schema: buildSchema(readFileSync(printed, 'utf8')),
    graphqlEndpoint: '/graphql',
    logging: false,
    plugins: [recorded],
  })
  const server = createServer(yoga)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
