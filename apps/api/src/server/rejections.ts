import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import type { ImportRejection } from '@seriema/domain/import'
import type { App } from '../app.ts'
import { readRejections } from '../store/import/rejections.ts'

/** Rows read at once. */
const page = 5_000

/**
 * `GET /imports/:id/rejections`: the kept rows of a file that were not stored, as CSV (RFC 4180, UTF-8), page by page: the
 * reader sets the pace. Throws IMPORT_NOT_FOUND.
 */
export async function sendRejections(app: App, id: string, response: ServerResponse): Promise<void> {
  const found = await app.imports.get(id)
  if (found === null) throw new Fault('IMPORT_NOT_FOUND', 'there is no such import', { id })
  const name = encodeURIComponent(`${found.fileName}.rejected.csv`).replaceAll("'", '%27')
  response.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="rejected.csv"; filename*=UTF-8''${name}`,
    'cache-control': 'no-store',
  })
  response.write('line,code,message\r\n')
  for (let place = 0; ; place += page) {
    const rows = await readRejections(app.reads, id, place, page)
    if (response.destroyed) return
    if (!response.write(rows.map(toLine).join(''))) {
      const gone = once(response, 'close')
      await Promise.race([once(response, 'drain'), gone])
      if (response.destroyed) return
    }
    if (rows.length < page) break
  }
  response.end()
}

const toLine = ({ line, code, message }: ImportRejection): string =>
  `${line},${code},"${message.replaceAll('"', '""')}"\r\n`
