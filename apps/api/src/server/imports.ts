import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { accounted } from '../schema/account.ts'
import type { Import } from '../store/import.ts'
import { receiveFile } from './receive.ts'

/**
 * `PUT /imports/:id` with the bytes of a file, gzipped or not, whose import was started: 200 with the import once it is
 * in, or the Fault that ended it. The sender waits while the server stores; nothing is kept but what is on its way.
 */
export async function receiveImport(
  app: App,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, id = ''] = /^\/imports\/([^/?]+)/.exec(request.url ?? '') ?? []
  const limit = app.config.limits.importBytes
  const tooLarge = (declared: number) => `a file has at most ${limit} bytes, this one has ${declared}: split it`
  await receiveFile(request, response, { what: 'a file', limit, tooLarge }, async body => {
    const about = { nodes: [{ typename: 'Import', id }] }
    const account = { operation: 'PUT /imports', input: { bytes: request.headers['content-length'] ?? null }, about }
    const makes = ({ seriesKeys }: Import) => ({ mentions: seriesKeys })
    const done = await accounted({ app, caller }, account, makes, () => app.imports.receive(id, body))
    const { state, rowsRead, stored, duplicates, conflicts, rejected } = done
    return { id, state, rowsRead, stored, duplicates, conflicts, rejected }
  })
}
