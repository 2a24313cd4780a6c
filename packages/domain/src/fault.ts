/** What can go wrong, by what its caller can do about it, and the status HTTP answers with. */
const statusOf = {
  /** Nothing but another request helps. */
  invalid: 400,
  /** Who asks must say who they are, or again. */
  unknown: 401,
  denied: 403,
  notFound: 404,
  timedOut: 408,
  /** It is not what is asked that stands in the way, but how things are now. */
  conflict: 409,
  gone: 410,
  tooLarge: 413,
  tooMany: 429,
  /** The same request may succeed in a moment. */
  unavailable: 503,
} as const

interface FaultKind {
  readonly class: keyof typeof statusOf
  readonly meaning: string
}

/** Every way a request can end that its caller can act on. Codes never change meaning; new ones are added at the end. */
const faults = {
  INVALID_INPUT: {
    class: 'invalid',
    meaning: 'Something given is not what it may be; the message names it and says what it may be.',
  },
  INVALID_SERIES_KEY: { class: 'invalid', meaning: 'A series key has 1 to 128 letters, digits or underscores.' },
  SERIES_NOT_FOUND: { class: 'notFound', meaning: 'No series has this key.' },
  SERIES_EXISTS: {
    class: 'conflict',
    meaning: 'A series with this key exists already, or was deleted and can be restored.',
  },
  INVALID_TIMESTAMP: {
    class: 'invalid',
    meaning: 'Not an instant: ISO 8601 with an offset or epoch milliseconds, after 1970.',
  },
  INVALID_VALUE: { class: 'invalid', meaning: 'Not a finite number; null is a missing value.' },
  VALUE_OUT_OF_RANGE: { class: 'invalid', meaning: "Outside the channel's plausible range." },
  DUPLICATE_TIMESTAMP: { class: 'invalid', meaning: 'The same instant came twice in one batch; the first stands.' },
  VALUE_CONFLICT: { class: 'conflict', meaning: 'Another value is stored for this instant; ask to replace it.' },
  INSUFFICIENT_DATA: {
    class: 'conflict',
    meaning: 'Too few points for what was asked; the message says how many are needed.',
  },
  MODEL_NOT_FOUND: {
    class: 'notFound',
    meaning: 'There is no such model, or it cannot serve here; the message says why and what can.',
  },
  UNSUPPORTED_MODEL: {
    class: 'invalid',
    meaning: 'The model asks for an option that is not supported; the message names it.',
  },
  INVALID_WEIGHTS: { class: 'invalid', meaning: "The model's files are incomplete or do not fit each other." },
  INVALID_VERSION: { class: 'notFound', meaning: 'No such version of the model.' },
  HORIZON_TOO_LONG: {
    class: 'invalid',
    meaning: 'More steps ahead than can be forecast; the message says how many can.',
  },
  CURSOR_INVALID: { class: 'invalid', meaning: 'Not a cursor given by this subscription.' },
  CURSOR_EXPIRED: {
    class: 'gone',
    meaning: 'What came after this cursor is no longer kept; read the range and subscribe anew.',
  },
  GENERATOR_NOT_FOUND: { class: 'notFound', meaning: 'The series is not made by a generator; create one that is.' },
  IMPORT_NOT_FOUND: { class: 'notFound', meaning: 'No import has this id.' },
  IMPORT_NOT_READY: { class: 'conflict', meaning: 'The import is not waiting for a file (any more).' },
  UNREADABLE_FILE: {
    class: 'invalid',
    meaning: 'The file cannot be understood; the message says what stands in the way.',
  },
  TOO_LARGE: { class: 'tooLarge', meaning: 'More than can be taken at once; the message says how much can.' },
  TOO_MANY_REQUESTS: { class: 'tooMany', meaning: 'Too many at once; try again later.' },
  TIMED_OUT: { class: 'timedOut', meaning: 'It took too long and was given up; try again or ask for less.' },
  UNAVAILABLE: { class: 'unavailable', meaning: 'Something this needs cannot be reached at the moment; try again.' },
  INVALID_CONFIGURATION: { class: 'invalid', meaning: 'A setting of the server is wrong.' },
  ACCESS_DENIED: { class: 'denied', meaning: 'This is not open to whom asks; the message says what would open it.' },
  UNDER_WAY: {
    class: 'conflict',
    meaning: 'What was asked for is under way already; wait for its end, or cancel it first.',
  },
  IMPORT_NOT_UNDOABLE: {
    class: 'conflict',
    meaning: 'The points of this import cannot be taken back (any more); the message says why.',
  },
  INVALID_SETTINGS: {
    class: 'invalid',
    meaning:
      'Settings of a model are not what they may be; `problems` in the details names each field and what is allowed.',
  },
  MODEL_TRAINED: {
    class: 'conflict',
    meaning: 'The model has been trained, so it stays as it is; copy it to change it.',
  },
  GROUP_NOT_FOUND: { class: 'notFound', meaning: 'No group has this name.' },
  GROUP_EXISTS: { class: 'conflict', meaning: 'A group with this name exists already.' },
  GROUP_IN_USE: {
    class: 'conflict',
    meaning: 'Models, deployments, schedules or alert rules are for this group; remove these first.',
  },
  TRAINING_NOT_FOUND: { class: 'notFound', meaning: 'No training has this id.' },
  TOO_MUCH_DATA: {
    class: 'tooLarge',
    meaning: 'More points than a training takes; choose a shorter range or a coarser grid.',
  },
  CONSTANT_SERIES: { class: 'conflict', meaning: 'The values do not vary, so there is nothing to learn from them.' },
  ANOMALY_NOT_FOUND: { class: 'notFound', meaning: 'No anomaly has this id (any more).' },
  LABEL_NOT_FOUND: { class: 'notFound', meaning: 'No label has this id (any more).' },
  SUPPRESSION_NOT_FOUND: { class: 'notFound', meaning: 'No suppression has this id (any more).' },
  UNAUTHENTICATED: {
    class: 'unknown',
    meaning:
      'Who asks is not known: a key or token is missing, wrong, revoked or expired; sign in, or send a valid one.',
  },
  API_KEY_NOT_FOUND: { class: 'notFound', meaning: 'No API key has this id (any more).' },
  SCHEDULE_NOT_FOUND: { class: 'notFound', meaning: 'No schedule has this id (any more).' },
  ALERT_RULE_NOT_FOUND: { class: 'notFound', meaning: 'No alert rule has this id (any more).' },
  ALERT_NOT_FOUND: { class: 'notFound', meaning: 'No alert has this id (any more).' },
  MAINTENANCE_NOT_FOUND: { class: 'notFound', meaning: 'No maintenance window has this id (any more).' },
  RECEIVER_NOT_FOUND: { class: 'notFound', meaning: 'No receiver has this id (any more).' },
  RECEIVER_EXISTS: { class: 'conflict', meaning: 'A receiver with this name exists already.' },
  RECEIVER_IN_USE: { class: 'conflict', meaning: 'Rules tell this receiver; take it out of them first.' },
  ADDRESS_REFUSED: {
    class: 'invalid',
    meaning:
      'The address is of this machine or a private network, which receivers may not have unless a setting says so.',
  },
  DELIVERY_NOT_FOUND: { class: 'notFound', meaning: 'No delivery has this id (any more).' },
  DELIVERY_NOT_DEAD: {
    class: 'conflict',
    meaning: 'The delivery cannot be tried anew: it is not given up, or something later was said of its alert since.',
  },
  LIMITED_ROLE_MISSING: {
    class: 'conflict',
    meaning:
      'The database lacks the role under which callers see some series and not others; the message says how to make it.',
  },
} as const satisfies Record<string, FaultKind>

export type FaultCode = keyof typeof faults
export const faultCodes = Object.keys(faults) as readonly FaultCode[]

export const faultMeaning = (code: FaultCode): string => faults[code].meaning

/** The status HTTP answers with where a request ends in this. */
export const httpStatus = (code: FaultCode): number => statusOf[faults[code].class]

/** Characters of what was sent that a message quotes at most, and characters of a message. */
const [quotedAtMost, messageAtMost] = [80, 1_000]

/** A message that a caller can read, whatever it quotes: the rest of what is too long is left out. */
export function readable(message: string): string {
  if (message.length <= quotedAtMost) return message
  const whole = message.length <= 4 * messageAtMost
  const ends = whole ? message : message.slice(0, 2 * messageAtMost) + message.slice(-2 * messageAtMost)
  const cut = ends.replaceAll(/\S{81,}/g, word => `${word.slice(0, quotedAtMost)}…`)
  return cut.length <= messageAtMost ? cut : `${cut.slice(0, messageAtMost)}…`
}

/** A failure the caller can act on: `message` says what to do. Anything else that throws is a bug, and is masked. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: FaultCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(readable(message))
    this.code = code
    this.details = details
  }
}

/** TOO_MANY_REQUESTS: the message says how long to wait, and so do the details, as `retryAfter` in whole seconds. */
export const tooMany = (refusal: string, seconds: number): Fault =>
  new Fault('TOO_MANY_REQUESTS', `${refusal}: try again in ${seconds} s`, { retryAfter: seconds })
