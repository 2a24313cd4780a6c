import { csrfHeader } from '../../graphql/client.ts'

export interface Upload {
  readonly done: Promise<void>
  readonly abort: () => void
}

/**
 * Sends a file's bytes as they lie on the disk, never all of them in memory. XMLHttpRequest, because fetch cannot tell
 * how much of a body has left. Rejects with the server's words where it has any.
 */
export function uploadFile(url: string, file: File, onSent: (bytes: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<void>((resolve, reject) => {
    request.upload.onprogress = event => onSent(event.loaded)
    request.onload = () => {
      if (request.status < 300) resolve()
      else reject(new Error(readMessage(request.responseText) ?? `HTTP ${request.status}`))
    }
    request.onerror = () => reject(new Error())
    request.onabort = () => reject(new Error())
  })
  request.open('PUT', url)
  request.setRequestHeader('content-type', 'application/octet-stream')
  for (const [name, value] of Object.entries(csrfHeader)) request.setRequestHeader(name, value)
  request.send(file)
  return { done, abort: () => request.abort() }
}

function readMessage(body: string): string | null {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' ? message : null
  } catch {
    return null
  }
}
