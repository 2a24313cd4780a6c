import { codeOf } from './code.ts'
import type { Stretch } from './stretch.ts'
import { currentTrace, type Trace, traceFrom, withTrace } from './trace.ts'

export type Attributes = Readonly<Record<string, string | number | boolean>>

/** Who asks, who is asked, who hands a job over and who takes it; all else is `internal`. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

export interface OpenSpan {
  readonly trace: Pick<Trace, 'traceId' | 'spanId' | 'sampled'>
  note(attributes: Attributes): void
  /** `failed`: code of what it ended in; null where it went well. `at`: epoch milliseconds [now]. */
  end(failed: string | null, at?: number): void
}

/** Makes spans as parts of traces; `spanId: null` of a trace: its first. */
export type BeginSpan = (
  name: string,
  kind: SpanKind,
  parent: Trace,
  attributes: Attributes,
  /** When it began, in epoch milliseconds [now]. */
  at?: number,
) => OpenSpan

/** null: nobody collects spans in this process, and none is made. */
let beginSpan: BeginSpan | null = null

/** Spans are made by `begin` from now on. What makes them is of the process, as what it is told by: its environment. */
export function collectSpans(begin: BeginSpan | null): void {
  beginSpan = begin
}

export const collectsSpans = (): boolean => beginSpan !== null

export interface SpanOptions {
  readonly kind?: SpanKind
  readonly attributes?: Attributes
}

const nothing = (): void => {}

/**
 * Runs `work` as a span of the current trace, of a new one where there is none. It ends with what `work` returns or
 * promises, or with the error it throws, by its code alone. Costs nothing where nobody collects spans.
 */
export function span<T>(name: string, work: (note: OpenSpan['note']) => T, options: SpanOptions = {}): T {
  if (beginSpan === null) return work(nothing)
  const { kind = 'internal', attributes = {} } = options
  const parent = currentTrace() ?? traceFrom(null)
  const open = beginSpan(name, kind, parent, attributes)
  const failed = (error: unknown) => open.end(codeOf(error))
  try {
    const result = withTrace({ ...parent, ...open.trace }, () => work(open.note))
    if (result instanceof Promise) result.then(() => open.end(null), failed)
    else open.end(null)
    return result
  } catch (error) {
    failed(error)
    throw error
  }
}

/** A span that somebody ends; null where nobody collects any, or not of this trace. */
export function openSpan(name: string, { kind = 'internal', attributes = {} }: SpanOptions = {}): OpenSpan | null {
  const parent = currentTrace()
  if (beginSpan === null || parent === undefined || parent.spanId === null || !parent.sampled) return null
  return beginSpan(name, kind, parent, attributes)
}

/** The trace that spans made elsewhere are to be a part of; null where nobody collects any, or not of this one. */
export function wantedTrace(): Trace | null {
  const trace = currentTrace()
  return beginSpan === null || trace === undefined || trace.spanId === null || !trace.sampled ? null : trace
}

/** Makes spans of what was done in a thread or child process, as parts of the trace that asked for it. */
export function spansOf(trace: Trace | null, stretches: readonly Stretch[]): void {
  if (trace === null || beginSpan === null) return
  for (const { name, from, to, failed } of stretches) beginSpan(name, 'internal', trace, {}, from).end(failed, to)
}
