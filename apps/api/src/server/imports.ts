import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'

/** `PUT /imports/:id`: the bytes of a file whose import was started. */
export async function receiveImport(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  throw new Error(`not written yet: ${app}, ${request}, ${response}`)
}
