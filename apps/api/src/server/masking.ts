import { PothosValidationError } from '@pothos/core'
import { Fault, readable } from '@seriema/domain/fault'
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { noteWait, retryAfterOf } from '../access/retry-after.ts'
import { explained } from '../store/database.ts'
import type { Log } from '../telemetry/log.ts'
import { currentTrace } from '../telemetry/trace.ts'

/** What an operation brought is judged by Pothos too, which throws errors of its own where an id is that of another type. */
export const asFault = (error: unknown): Fault | null =>
  error instanceof PothosValidationError
    ? new Fault('INVALID_INPUT', 'an id is given where it belongs: that of one type is not that of another')
    : error instanceof Fault
      ? error
      : null

/** What a caller's program is told of a Fault. */
export function told(fault: Fault): Record<string, unknown> {
  noteWait(fault)
  const retryAfter = retryAfterOf(fault)
  return { code: fault.code, ...(retryAfter !== undefined && { retryAfter }) }
}

/** Wraps what was thrown; a Fault's code goes along, under the one status that GraphQL over HTTP has for a refusal. What else was thrown is for `maskError` to judge. */
export function toGraphQLError(error: unknown): GraphQLError {
  const fault = asFault(error)
  if (fault !== null)
    return new GraphQLError(fault.message, { extensions: { ...told(fault), http: { status: 400, spec: true } } })
  if (error instanceof GraphQLError) return error
  return new GraphQLError('Unexpected error', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  })
}

/**
 * What leaves for the caller: errors of GraphQL itself and Faults as they are; everything else as `Unexpected error`
 * with a trace id, under which the log has all of it.
 */
export const createMask =
  (log: Log) =>
  (error: unknown): GraphQLError => {
    const located = error instanceof GraphQLError ? error : null
    const cause = explained(rootOf(error))
    const fault = asFault(cause)
    if (fault !== null) return relocated(fault.message, told(fault), located)
    if (cause === undefined && located !== null) return withoutInternals(located)
    log.error({ err: cause ?? error, path: located?.path }, 'an operation failed unexpectedly')
    return relocated('Unexpected error', { code: 'INTERNAL', traceId: currentTrace()?.traceId }, located)
  }

/** What was thrown beneath GraphQL's own errors; undefined where nothing was. */
export function rootOf(error: unknown): unknown {
  let cause = error
  while (cause instanceof GraphQLError && asFault(cause) === null) cause = cause.originalError
  return cause
}

const relocated = (message: string, extensions: Record<string, unknown>, located: GraphQLError | null): GraphQLError =>
  new GraphQLError(message, {
    extensions,
    ...(located?.nodes && { nodes: located.nodes }),
    ...(located?.path && { path: located.path }),
  })

/**
 * What is not a GraphQL request at all is refused with a 4xx whatever the caller accepts; and what JSON.parse said, which
 * Yoga tells, is of no use to anyone.
 */
function withoutInternals(error: GraphQLError): GraphQLError {
  const { code, http } = error.extensions as { code?: string; http?: GraphQLErrorExtensions['http'] }
  if (code !== 'BAD_REQUEST') return shortened(error)
  return new GraphQLError(readable(error.message), {
    extensions: { code, http: { ...http, status: http?.status ?? 400, spec: false } },
  })
}

/** GraphQL quotes a value that does not fit in full. */
const shortened = (error: GraphQLError): GraphQLError =>
  readable(error.message) === error.message
    ? error
    : new GraphQLError(readable(error.message), {
        extensions: error.extensions,
        ...(error.nodes && { nodes: error.nodes }),
        ...(error.path && { path: error.path }),
      })
