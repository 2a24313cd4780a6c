import type { Failure } from '@seriema/domain/delivery'
import { Fault } from '@seriema/domain/fault'
import type { Answer } from './door.ts'

/** Of refusals those that may be over the next time. */
const passing = new Set([408, 409, 421, 423, 425, 429])

/** What an answer of HTTP means: null where the notice was taken. `quoted`: whether its text says more, and nothing secret. */
export function failureOfAnswer({ status, headers, body }: Answer, now: number, quoted: boolean): Failure | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return lasting(`it answered ${status}, a redirect, which is not followed: set its address to where it leads`)
  const words = quoted ? body.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() : ''
  const said = words === '' ? '' : `: ${words.slice(0, 160)}`
  const reason = `it answered ${status}${said}`
  const retryAfter = pauseAskedFor(headers['retry-after'], now)
  return { reason, lasting: status < 500 && !passing.has(status), retryAfter }
}

/** Milliseconds, of seconds or a date; null for what says neither. */
function pauseAskedFor(header: string | readonly string[] | undefined, now: number): number | null {
  if (typeof header !== 'string') return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

export const lasting = (reason: string): Failure => ({ reason, lasting: true, retryAfter: null })
export const passed = (reason: string): Failure => ({ reason, lasting: false, retryAfter: null })

const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it ended the connection',
  EPIPE: 'it ended the connection',
  ENOTFOUND: 'nobody knows this name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'it did not answer in time',
  ABORT_ERR: 'it did not answer in time',
}

/** What the network threw, as a sentence that holds nothing of what was sent. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Fault) return lasting(error.message)
  const { code, name, message, cause } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError') return passed(inWords.ETIMEDOUT!)
  const known = inWords[code ?? ''] ?? inWords[(cause as NodeJS.ErrnoException | undefined)?.code ?? '']
  if (known !== undefined) return passed(known)
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0])
  if (/CERT|SELF_SIGNED|ALTNAME|ERR_TLS|ERR_SSL|EPROTO/.test(code ?? ''))
    return passed(`its certificate or TLS is not as it should be (${code})`)
  return passed(`it could not be reached (${code ?? message})`)
}
