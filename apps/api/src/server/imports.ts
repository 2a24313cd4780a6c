import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { App } from '../app.ts'
import { answerFault, answerJson, lingerThenClose, refuse } from './http.ts'

/**
 * `PUT /imports/:id` with the bytes of a file, gzipped or not, whose import was started: 200 with the import once it is
 * in, or the Fault that ended it. The sender waits while the server stores; nothing is kept but what is on its way.
 */
export async function receiveImport(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'PUT') {
    response.setHeader('allow', 'PUT')
    return refuse(response, 405, 'send the bytes of a file with PUT')
  }
  const [, id = ''] = /^\/imports\/([^/?]+)/.exec(request.url ?? '') ?? []
  const declared = Number(request.headers['content-length'] ?? 0)
  const limit = app.config.limits.importBytes
  try {
    if (declared > limit)
      throw new Fault('TOO_LARGE', `a file has at most ${limit} bytes, this one has ${declared}: split it`)
    const body = request.iterator({ destroyOnReturn: false })
    const { state, rowsRead, stored, duplicates, conflicts, rejected } = await app.imports.receive(id, body)
    answerJson(response, 200, { id, state, rowsRead, stored, duplicates, conflicts, rejected })
  } catch (error) {
    if (!request.complete) lingerThenClose(request, response)
    if (response.destroyed) return
    if (!(error instanceof Fault)) throw error
    answerFault(response, error)
  }
}
