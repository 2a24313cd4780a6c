import type { ObjectRef, UnionRef } from '@pothos/core'
import { Fault, type FaultCode, faultCodes } from '@seriema/domain/fault'
import { builder, type Types } from './builder.ts'

const meanings: Readonly<Record<FaultCode, string>> = {
  INVALID_INPUT: 'Something given is not what it may be; the message names it and says what it may be.',
  INVALID_SERIES_KEY: 'A series key has 1 to 128 letters, digits or underscores.',
  SERIES_NOT_FOUND: 'No series has this key.',
  SERIES_EXISTS: 'A series with this key exists already.',
  CHANNEL_NOT_FOUND: 'The series has no channel of this name.',
  INVALID_TIMESTAMP: 'Not an instant: ISO 8601 with an offset or epoch milliseconds, after 1970.',
  INVALID_VALUE: 'Not a finite number; null is a missing value.',
  VALUE_OUT_OF_RANGE: "Outside the channel's plausible range.",
  DUPLICATE_TIMESTAMP: 'The same instant came twice in one batch; the first stands.',
  VALUE_CONFLICT: 'Another value is stored for this instant; ask to replace it.',
  INSUFFICIENT_DATA: 'Too few points for what was asked; the message says how many are needed.',
  CONSTANT_SERIES: 'The series does not vary, so there is nothing to learn from it.',
  MODEL_NOT_FOUND: 'This model cannot serve here; the message says why and what can.',
  UNSUPPORTED_MODEL: 'The model asks for an option that is not supported; the message names it.',
  INVALID_WEIGHTS: "The model's files are incomplete or do not fit each other.",
  INVALID_VERSION: 'No such version of the model.',
  HORIZON_TOO_LONG: 'More steps ahead than can be forecast; the message says how many can.',
  CURSOR_INVALID: 'Not a cursor given by this subscription.',
  CURSOR_EXPIRED: 'What came after this cursor is no longer kept; read the range and subscribe anew.',
  GENERATOR_NOT_FOUND: 'The series has no generator; start one.',
  IMPORT_NOT_FOUND: 'No import has this id.',
  IMPORT_NOT_READY: 'The import is not waiting for a file (any more).',
  UNREADABLE_FILE: 'The file cannot be understood; the message says what stands in the way.',
  TOO_LARGE: 'More than can be taken at once; the message says how much can.',
  TOO_MANY_REQUESTS: 'Too many at once; try again later.',
  TIMED_OUT: 'It took too long and was given up; try again or ask for less.',
  UNAVAILABLE: 'Something this needs cannot be reached at the moment; try again.',
  INVALID_CONFIGURATION: 'A setting of the server is wrong.',
  ACCESS_DENIED: 'This is not open to whom asks; the message says what would open it.',
}

const typeName = (code: FaultCode): string =>
  code
    .split('_')
    .map(word => word[0] + word.slice(1).toLowerCase())
    .join('')

const answer = Symbol('an answer')

export const FaultCodeEnum = builder.enumType('FaultCode', {
  description: 'Every way a request can end that its caller can act on. Codes never change meaning.',
  values: Object.fromEntries(faultCodes.map(code => [code, { description: meanings[code] }])) as Record<
    FaultCode,
    { description: string }
  >,
})

/** A Fault that is an answer. Not the error itself: GraphQL takes an error for a failure, even one returned. */
export interface FaultAnswer {
  readonly code: FaultCode
  readonly message: string
  readonly [answer]: true
}

export const asAnswer = ({ code, message }: Fault): FaultAnswer => ({ code, message, [answer]: true })

const isFaultAnswer = (value: object): value is FaultAnswer => answer in value

export const FaultInterface = builder.interfaceRef<FaultAnswer>('Fault').implement({
  description: 'A failure the caller can act on. Ask for `... on Fault { code message }` to catch every one.',
  resolveType: fault => typeName(fault.code),
  fields: t => ({
    code: t.field({ type: FaultCodeEnum, description: 'What kind of failure.', resolve: fault => fault.code }),
    message: t.exposeString('message', { description: 'What went wrong and what to do, in words.' }),
  }),
})

const faultTypes = new Map(
  faultCodes.map(code => [
    code,
    builder
      .objectRef<FaultAnswer>(typeName(code))
      .implement({ description: meanings[code], interfaces: [FaultInterface] }),
  ]),
)

/** The union of a payload and the Faults it can end in, and how to resolve to it. */
export function outcome<T extends object>(
  name: string,
  { description, payload, faults }: { description: string; payload: ObjectRef<Types, T>; faults: readonly FaultCode[] },
) {
  const type: UnionRef<Types, T | FaultAnswer> = builder.unionType(name, {
    description,
    types: [payload, ...faults.map(code => faultTypes.get(code)!)],
    resolveType: value => (isFaultAnswer(value) ? typeName(value.code) : payload.name),
  })
  /** A Fault that the union lists is an answer; any other error goes on. */
  const settle = async (work: () => Promise<T> | T): Promise<T | FaultAnswer> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Fault && faults.includes(error.code)) return asAnswer(error)
      throw error
    }
  }
  return { type, settle }
}
