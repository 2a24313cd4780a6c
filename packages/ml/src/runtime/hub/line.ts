import { Fault } from '@seriema/domain/fault'
import { type HubModel, showHubModel } from './model.ts'
import type { HubSettings } from './settings.ts'

/** One errand to the hub. */
export interface Line {
  /** As the platform's, but an answer that is a refusal is thrown as a Fault, and a silence ends everything. */
  readonly fetch: typeof fetch
  /** Why something that used `fetch` failed, whatever a library made of it. */
  explain(error: unknown): Fault
  /** To be called at the end, however that is. */
  close(): void
}

/** `patience`: milliseconds without a byte after which the hub is given up, anew for every piece that comes. */
export function openLine(model: HubModel, settings: HubSettings, patience: number): Line {
  const ended = new AbortController()
  let first: Fault | undefined
  let timer: NodeJS.Timeout | undefined
  const fail = (fault: Fault): Fault => {
    first ??= fault
    return first
  }
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const words = `${settings.endpoint} said nothing for ${patience} ms; try again, or put the model into the cache`
      ended.abort(fail(new Fault('TIMED_OUT', words)))
    }, patience)
  }
  return {
    async fetch(input, init) {
      heard()
      const response = await fetch(input, { ...init, signal: ended.signal })
      heard()
      if (!response.ok) {
        await response.body?.cancel()
        throw fail(refusal(response, model, settings))
      }
      const listening = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          heard()
          controller.enqueue(chunk)
        },
      })
      return new Response(response.body?.pipeThrough(listening) ?? null, response)
    },
    explain(error) {
      const { message, cause } = error as Error
      const reason = cause instanceof Error ? `${message}: ${cause.message}` : (message ?? String(error))
      const words = `${settings.endpoint} cannot be reached, or is not a hub (${reason})`
      return first ?? new Fault('UNAVAILABLE', `${words}; try again, set HF_ENDPOINT, or put the model into the cache`)
    },
    close() {
      clearTimeout(timer)
      ended.abort()
    },
  }
}

/** The hub says what is wrong in a header; its status alone is ambiguous: it is 401 for what does not exist, too. */
function refusal({ status, headers }: Response, model: HubModel, { token, endpoint }: HubSettings): Fault {
  const reason = headers.get('x-error-code')
  const page = `${endpoint}/${model.name}`
  if (reason === 'RevisionNotFound') {
    return new Fault('INVALID_VERSION', `${model.name} has no revision ${model.revision}; ${page} lists its branches`)
  }
  if (reason === 'EntryNotFound') {
    return new Fault('MODEL_NOT_FOUND', `${showHubModel(model)} lacks a file of config.json and model.safetensors`)
  }
  if (reason === 'GatedRepo') {
    const words = token === null ? `set HF_TOKEN to a token of an account that was granted access` : `ask for access`
    return new Fault('ACCESS_DENIED', `${model.name} is open only to those its owner lets in: ${words} (${page})`)
  }
  if (status === 403 || (status === 401 && token !== null && reason !== 'RepoNotFound')) {
    return new Fault('ACCESS_DENIED', `${endpoint} does not let the token of HF_TOKEN read ${model.name}; renew it`)
  }
  if (reason === 'RepoNotFound' || status === 401 || status === 404) {
    const words = token === null ? 'that is open to all; for a private one set HF_TOKEN' : 'that HF_TOKEN may read'
    return new Fault('MODEL_NOT_FOUND', `${endpoint} has no model ${model.name} ${words}`)
  }
  if (status === 429) return new Fault('TOO_MANY_REQUESTS', `${endpoint} asks for a pause; try again later`)
  return new Fault('UNAVAILABLE', `${endpoint} answered with status ${status}; try again later`)
}
