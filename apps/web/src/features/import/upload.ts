import { csrfHeader } from '../../graphql/client.ts'

export interface Upload {
  /** What the server answered, parsed. */
  readonly done: Promise<unknown>
  readonly abort: () => void
}

/**
 * Sends a file's bytes as they lie on the disk, never all of them in memory. XMLHttpRequest, because fetch cannot tell
 * how much of a body has left. Rejects with the server's words where it has any.
 */
export function uploadFile(url: string, file: File, onSent: (bytes: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<unknown>((resolve, reject) => {
    request.upload.onprogress = event => onSent(event.loaded)
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText || 'null'))
      else reject(new Error(readMessage(request.responseText) ?? `HTTP ${request.status}`))
    }
    request.onerror = () => reject(new Error())
    request.onabort = () => reject(new Error())
  })
  request.open('PUT', url)
  request.withCredentials = true
  request.setRequestHeader('content-type', 'application/octet-stream')
  for (const [name, value] of Object.entries(csrfHeader)) request.setRequestHeader(name, value)
  request.send(file)
  return { done, abort: () => request.abort() }
}

function readMessage(body: string): string | null {
  try {
    const { errors } = JSON.parse(body) as { errors?: readonly { readonly message: string }[] }
    return errors?.[0]?.message ?? null
  } catch {
    return null
  }
}
