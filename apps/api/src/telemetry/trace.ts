import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** Which request or piece of background work this is, as W3C Trace Context names it. Lower-case hexadecimal. */
export interface Trace {
  /** 32 digits, shared by everything one caller set off. */
  readonly traceId: string
  /** 16 digits: the span that is under way, or the caller's; null where there is none. */
  readonly spanId: string | null
  /** Whether who began it wants its spans kept. */
  readonly sampled: boolean
  /** What it is a part of that outlives a trace: `training-17`, `rollout-3`. */
  readonly correlationId?: string
}

const current = new AsyncLocalStorage<Trace>()
const header = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** 32 random digits, never all zero. A UUID comes from a pool and costs a tenth of asking for random bytes. */
const digits = (): string => randomUUID().replaceAll('-', '')

/** Goes on with the trace of a `traceparent` header; begins a new one where it is missing or malformed. */
export function traceFrom(traceparent: string | null | undefined): Trace {
  const [, traceId, spanId, flags] = header.exec(traceparent ?? '') ?? []
  if (traceId === undefined) return { traceId: digits(), spanId: null, sampled: true }
  return { traceId, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & 1) === 1 }
}

/** Runs `work`; every log line written in it, however deep or late, carries the trace's id. */
export const withTrace = <T>(trace: Trace, work: () => T): T => current.run(trace, work)

/** For work nobody asked for: without it, lines would name the request that happened to set a timer. */
export const inNewTrace = <T>(work: () => T): T => withTrace(traceFrom(null), work)

/** What goes on over several requests, processes and days: lines and spans of it carry its id. */
export const correlated = <T>(correlationId: string, work: () => T): T =>
  withTrace({ ...(currentTrace() ?? traceFrom(null)), correlationId }, work)

export const currentTrace = (): Trace | undefined => current.getStore()

/** The header that hands a trace on to another service, or to a worker. */
export const traceparent = ({ traceId, spanId, sampled }: Trace): string =>
  `00-${traceId}-${spanId ?? digits().slice(16)}-0${sampled ? 1 : 0}`
