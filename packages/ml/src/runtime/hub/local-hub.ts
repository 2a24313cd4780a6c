import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { digesting } from './digest.ts'

export interface Published {
  /** The commit each branch or tag stands for. */
  readonly revisions: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Who may read it: all where there is none; `gated` is shown to all and read with the token alone. */
  readonly token?: string
  readonly gated?: boolean
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: Uint8Array) => void

/** A hub on this machine, and the store of large files it sends its callers on to, which is another origin. */
export interface LocalHub {
  readonly endpoint: string
  readonly models: Map<string, Published>
  /** Requests so far: method, address, and whether a token came with it. */
  readonly heard: string[]
  /** Answers in place of the hub or the store, where there is one. */
  readonly instead: { hub?: Answer; store?: Answer }
  close(): Promise<void>
}

const large = (path: string) => path.endsWith('.safetensors')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const gitName = (bytes: Uint8Array) => digesting('', bytes.length).update(bytes).digest('hex')

/**
 * Speaks the hub's protocol as far as a download needs it: `/api/models/NAME/revision/REV`, `…/paths-info/REV` and
 * `/NAME/resolve/REV/PATH` with the hub's headers, codes of refusal, ranges and redirects.
 * https://huggingface.co/docs/hub/api
 */
export async function openLocalHub(): Promise<LocalHub> {
  const heard: string[] = []
  const models = new Map<string, Published>()
  const instead: LocalHub['instead'] = {}
  const note = (who: string, { method, url, headers }: IncomingMessage) =>
    heard.push(`${who} ${method} ${url!.split('?')[0]}${headers.authorization ? ' with token' : ''}`)
  const store = createServer((request, response) => {
    note('store', request)
    const bytes = [...models.values()]
      .flatMap(model => Object.values(model.files))
      .find(one => request.url === stored(one))
    if (bytes === undefined) return void response.writeHead(404).end()
    if (instead.store) return instead.store(request, response, bytes)
    sendBytes(request, response, bytes, {})
  })
  const hub = createServer(async (request, response) => {
    note('hub', request)
    if (instead.hub) return instead.hub(request, response, new Uint8Array())
    const parts = /^\/(?:api\/models\/)?(.+?)\/(revision|paths-info|resolve)\/([^/?]+)(?:\/([^?]+))?/.exec(request.url!)
    const model = models.get(parts?.[1] ?? '')
    const open = model?.token === undefined || request.headers.authorization === `Bearer ${model.token}`
    if (!parts || !model || (!open && !model.gated)) return refuse(response, 401, 'RepoNotFound')
    const revision = decodeURIComponent(parts[3]!)
    const commit = model.revisions[revision] ?? Object.values(model.revisions).find(known => known === revision)
    if (commit === undefined) return refuse(response, 404, 'RevisionNotFound')
    if (parts[2] === 'revision') return json(response, { _id: '1', id: parts[1], sha: commit, private: false })
    if (parts[2] === 'paths-info') return json(response, pathsInfo(model, JSON.parse(await text(request)).paths))
    const bytes = model.files[parts[4] ?? '']
    if (!open) return refuse(response, request.headers.authorization ? 403 : 401, 'GatedRepo')
    if (bytes === undefined) return refuse(response, 404, 'EntryNotFound')
    const headers = { 'X-Repo-Commit': commit }
    if (!large(parts[4]!)) return sendBytes(request, response, bytes, { ...headers, ETag: `"${gitName(bytes)}"` })
    sendOn(request, response, bytes, {
      ...headers,
      'X-Linked-ETag': `"${sha256(bytes)}"`,
      'X-Linked-Size': bytes.length,
    })
  })
  const [endpoint, storage] = [await listen(hub), await listen(store)]
  const sendOn = (request: IncomingMessage, response: ServerResponse, bytes: Uint8Array, headers: object) => {
    const known = { ...headers, 'X-Xet-Hash': sha256(bytes) }
    if (!request.headers.accept?.includes('xet-fileinfo')) {
      return void response.writeHead(302, { ...known, Location: `${storage}${stored(bytes)}` }).end()
    }
    const Link = `<${endpoint}/xet-auth>; rel="xet-auth", <${endpoint}/xet-info>; rel="xet-reconstruction-info"`
    response.writeHead(200, { ...known, Link, 'Content-Type': 'application/vnd.xet-fileinfo+json' }).end('{}')
  }
  return {
    endpoint,
    models,
    heard,
    instead,
    async close() {
      for (const server of [hub, store]) {
        server.closeAllConnections()
        if (server.listening) await new Promise(resolve => server.close(resolve))
      }
    },
  }
}

const stored = (bytes: Uint8Array) => `/xet/${sha256(bytes)}`

function pathsInfo({ files }: Published, paths: readonly string[]) {
  return paths
    .filter(path => path in files)
    .map(path => {
      const bytes = files[path]!
      const pointer = new TextEncoder().encode(`oid sha256:${sha256(bytes)}`)
      const { length: size } = bytes
      if (!large(path)) return { type: 'file', path, size, oid: gitName(bytes) }
      const lfs = { oid: sha256(bytes), size, pointerSize: pointer.length }
      return { type: 'file', path, size, oid: gitName(pointer), lfs, xetHash: sha256(bytes) }
    })
}

function sendBytes(
  { headers: { range } }: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  headers: object,
) {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
  if (from === undefined) return void response.writeHead(200, { ...headers, 'Content-Length': bytes.length }).end(bytes)
  const part = bytes.subarray(Number(from), Number(to) + 1)
  const place = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`
  response.writeHead(206, { ...headers, 'Content-Range': place, 'Content-Length': part.length }).end(part)
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))

export const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status, { 'X-Error-Code': code, 'Content-Type': 'application/json' }).end('{"error":"no"}')

async function text(request: IncomingMessage): Promise<string> {
  let all = ''
  for await (const chunk of request) all += chunk
  return all
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
