import type { TestApi } from '../harness.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what is examined
  readonly json: any
}

/** Sends a document as any client would; `headers` come on top. */
export function ask(
  api: Pick<TestApi, 'url'>,
  query: string,
  variables?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(api, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
}

export async function send(api: Pick<TestApi, 'url'>, path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${api.url}${path}`, init)
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null }
}
