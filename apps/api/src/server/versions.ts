import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '@seriema/domain/fault'
import { versionName } from '@seriema/domain/version'
import type { Caller } from '../access/caller.ts'
import type { AppInReach } from '../access/in-reach.ts'
import type { App } from '../app.ts'
import { accounted } from '../schema/account.ts'
import { nameOf } from '../schema/context.ts'
import { decodeId, encodeId, rowId } from '../schema/identity.ts'
import { requireReach } from '../schema/touch.ts'
import { findGroups } from '../store/group.ts'
import { findSeriesByIds } from '../store/series.ts'
import { requireVersion, type Version } from '../store/version.ts'
import { receiveFile } from './receive.ts'

/** `GET /versions/:id.onnx`: the file of a version, as it was kept. Throws INVALID_INPUT, INVALID_VERSION, UNAVAILABLE. */
export async function sendVersion(
  app: AppInReach,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { typename, id: row } = decodeId(id)
  if (typename !== 'Version') throw new Fault('INVALID_INPUT', 'this is no id of a version')
  const version = await requireVersion(app.reads, rowId(row))
  const etag = `"${version.artifact}"`
  const headers = { etag, 'cache-control': 'private, no-cache' }
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end()
  const content = await app.artifacts.get(version.artifact)
  response.writeHead(200, {
    ...headers,
    'content-type': 'application/octet-stream',
    'content-length': content.byteLength,
    'content-disposition': `attachment; filename="${await fileName(app, version)}"`,
  })
  response.end(content)
}

/** Such as plant_1-v3.onnx: what a name of a group has besides is left out. */
async function fileName(app: App, { seriesId, groupId, number }: Version): Promise<string> {
  const scope =
    seriesId === null
      ? (await findGroups(app.reads, [groupId!]))[0]?.name
      : (await findSeriesByIds(app.reads, [seriesId]))[0]?.key
  return `${(scope ?? 'version').replaceAll(/[^\w.-]+/g, '_')}-${versionName(number)}.onnx`
}

/**
 * `PUT /versions?series=KEY` or `?group=NAME` with the bytes of an ONNX file: 200 with the version it became, or the Fault
 * that it ended in.
 */
export async function receiveVersion(
  app: App,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? ''
  const limit = app.config.limits.artifactBytes
  const tooLarge = () => `a file has at most ${limit} bytes: raise SERIEMA_LIMIT_ARTIFACT_BYTES`
  await receiveFile(request, response, { what: 'an ONNX file', limit, tooLarge }, async body => {
    if (url.includes('%00')) throw new Fault('INVALID_INPUT', 'a name has no character U+0000')
    const asked = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')
    const scope = { series: asked.get('series'), group: asked.get('group') }
    const about = { series: [scope.series], groups: [scope.group] }
    const account = {
      operation: 'PUT /versions',
      input: { ...scope, bytes: request.headers['content-length'] ?? null },
      about,
    }
    const makes = (made: Version) => ({ nodes: [{ typename: 'Version', id: String(made.id) }] })
    const receive = async () => {
      await requireReach({ app, caller }, 'trainer', about)
      return app.uploads.receive(scope, body, nameOf(caller))
    }
    const { id, number, kind, role, origin } = await accounted({ app, caller }, account, makes, receive)
    return { id: encodeId('Version', id), name: versionName(number), kind, role, origin }
  })
}
