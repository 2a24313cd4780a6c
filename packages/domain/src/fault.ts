/** Every way a request can end that its caller can act on. Codes never change meaning; new ones are added at the end. */
export const faultCodes = [
  'INVALID_INPUT',
  'INVALID_SERIES_KEY',
  'SERIES_NOT_FOUND',
  'SERIES_EXISTS',
  'CHANNEL_NOT_FOUND',
  'INVALID_TIMESTAMP',
  'INVALID_VALUE',
  'VALUE_OUT_OF_RANGE',
  'DUPLICATE_TIMESTAMP',
  'VALUE_CONFLICT',
  'INSUFFICIENT_DATA',
  'CONSTANT_SERIES',
  'MODEL_NOT_FOUND',
  'UNSUPPORTED_MODEL',
  'INVALID_WEIGHTS',
  'INVALID_VERSION',
  'HORIZON_TOO_LONG',
  'CURSOR_INVALID',
  'CURSOR_EXPIRED',
  'GENERATOR_NOT_FOUND',
  'IMPORT_NOT_FOUND',
  'IMPORT_NOT_READY',
  'UNREADABLE_FILE',
  'TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'TIMED_OUT',
  'UNAVAILABLE',
  'INVALID_CONFIGURATION',
  'ACCESS_DENIED',
] as const

export type FaultCode = (typeof faultCodes)[number]

/** A failure the caller can act on: `message` says what to do. Anything else that throws is a bug, and is masked. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: FaultCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}
