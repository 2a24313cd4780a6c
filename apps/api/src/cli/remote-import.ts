import { createReadStream } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import type { ImportCommand } from './options.ts'

/** An import as the API tells of it. */
export interface RemoteImport {
  readonly state: 'WAITING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly bytesRead: number
  readonly rowsRead: number
  readonly stored: number
  readonly duplicates: number
  readonly conflicts: number
  readonly rejected: number
  readonly anomalies: number
  readonly rejections: readonly { readonly line: number; readonly code: string; readonly message: string }[]
  readonly series: readonly { readonly key: string }[]
  readonly failure: string | null
  readonly notes: readonly { readonly message: string; readonly count: number; readonly line: number }[]
  /** Path of a file with all rows that were not stored; null where all were. */
  readonly rejectionsUrl: string | null
}

/** Which API, and by which key; without one nobody is said to be asking. */
export type Remote = Pick<ImportCommand, 'api' | 'apiKey'>

/** The answer to a file that was sent. */
export interface SentFile {
  readonly status: number
  readonly text: string
}

/** What that answer says of the import where all went well. */
export type ToldImport = Pick<RemoteImport, 'rowsRead' | 'stored' | 'duplicates' | 'conflicts' | 'rejected'> & {
  readonly state: string
}

export interface StartedImport {
  readonly id: string
  readonly uploadPath: string
}

const fault = '... on Fault { code message }'
const start = `mutation ($input: StartImportInput!) { startImport(input: $input) {
  __typename ${fault} ... on StartImportPayload { uploadPath import { id } } } }`
const cancel = `mutation ($id: ID!) { cancelImport(input: { id: $id }) { __typename ${fault} } }`
const read = `query ($id: ID!) { import(id: $id) { state bytesRead rowsRead stored duplicates conflicts rejected anomalies
  rejections { line code message } series { key } failure notes { message count line } rejectionsUrl } }`

/** Throws what the API answers, and UNAVAILABLE where none does. */
export async function startImport(
  { key, plan, replace, ...remote }: ImportCommand,
  fileName: string,
  size: number,
): Promise<StartedImport> {
  const { startImport: answer } = await ask<{
    startImport: { code?: FaultCode; message?: string; uploadPath: string; import: { id: string } }
  }>(remote, start, { input: { fileName, size, key, plan, replace } })
  if (answer.code !== undefined) throw new Fault(answer.code, answer.message!)
  return { id: answer.import.id, uploadPath: answer.uploadPath }
}

/** Throws ACCESS_DENIED for a key that may send and not see. */
export const readImport = async (remote: Remote, id: string): Promise<RemoteImport> =>
  (await ask<{ import: RemoteImport }>(remote, read, { id })).import

export const cancelImport = (remote: Remote, id: string): Promise<unknown> => ask(remote, cancel, { id })

const shown = ({ apiKey }: Remote): Record<string, string> => (apiKey === null ? {} : { 'x-api-key': apiKey })

interface Answer<T> {
  readonly data?: T | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

async function ask<T>(remote: Remote, query: string, variables: object): Promise<T> {
  const { api } = remote
  let answer: Response
  try {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-csrf': '1',
      ...shown(remote),
    }
    answer = await fetch(new URL('/graphql', api), {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    })
  } catch {
    throw unreachable(api)
  }
  const body = (await answer.json().catch(() => null)) as Answer<T> | null
  if (body === null)
    throw new Fault('UNAVAILABLE', `what answers at ${api} is not Seriema's API: give its address by --api`)
  if (body.data == null) throw refusal(body)
  return body.data
}

function refusal({ errors = [] }: Answer<unknown>): Fault {
  const message = errors.map(each => each.message).join('; ') || 'no answer'
  const [code] = errors.flatMap(({ extensions }) => extensions?.code ?? [])
  if (code === 'UNAUTHENTICATED') return new Fault(code, `${message}. This command takes a key from SERIEMA_API_KEY`)
  return new Fault(code === 'ACCESS_DENIED' ? code : 'UNAVAILABLE', message)
}

const unreachable = (api: string) =>
  new Fault('UNAVAILABLE', `nothing answers at ${api}: start Seriema with npm start, or give its address by --api URL`)

/** Sends the file as fast as the API takes it. Resolves with the answer's status and text, even when it came early. */
export function sendFile(remote: Remote, uploadPath: string, path: string, size: number): Promise<SentFile> {
  const url = new URL(uploadPath, remote.api)
  const { promise, resolve, reject } = Promise.withResolvers<SentFile>()
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const headers = { 'content-length': size, 'content-type': 'text/csv', ...shown(remote) }
  const sending = request(url, { method: 'PUT', headers })
  const file = createReadStream(path, { highWaterMark: 256 * 1_024, end: Math.max(0, size - 1) })
  sending.on('response', response => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', part => {
      text += part
    })
    response.on('end', () => {
      file.destroy()
      resolve({ status: response.statusCode ?? 0, text })
    })
    response.on('error', reject)
  })
  sending.on('error', () => reject(new Fault('UNAVAILABLE', `the connection to ${remote.api} broke off`)))
  file.on('error', error => {
    sending.destroy()
    reject(new Fault('UNREADABLE_FILE', `${path} cannot be read: ${error.message}`))
  })
  file.pipe(sending)
  return promise
}
