import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { z } from 'zod'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** What one caller may ask of the server at once. */
export interface Limits {
  /** Bytes of a request's body; a streamed file import is not a body. */
  readonly bodyBytes: number
  /** Bytes of an imported file. */
  readonly importBytes: number
  readonly depth: number
  readonly aliases: number
  readonly tokens: number
  /** Cost of an operation as its fields declare it. */
  readonly cost: number
  /** Open WebSockets per address, and subscriptions per socket. */
  readonly socketsPerAddress: number
  readonly subscriptionsPerSocket: number
}

/** Every setting, checked once; folders are absolute, durations in milliseconds. */
export interface Config {
  /** Null: the embedded PostgreSQL in `dataFolder`. */
  readonly databaseUrl: string | null
  readonly dataFolder: string
  /** Port of the embedded PostgreSQL; 0 takes a free one. */
  readonly databasePort: number
  readonly host: string
  readonly apiPort: number
  readonly webPort: number
  /** Where browsers find the API; null: on the dashboard's own host, at `apiPort`. */
  readonly apiUrl: string | null
  /** Origins whose pages may call the API from a browser, besides the dashboard's own. */
  readonly webOrigins: readonly string[]
  readonly ttmFolder: string | null
  readonly logLevel: LogLevel
  /** `auto`: a file in the data folder where somebody watches a terminal, else standard error. */
  readonly logTo: 'auto' | 'file' | 'stderr'
  /** Whether `npm start` creates the demo series. */
  readonly demo: boolean
  /** Milliseconds a scorer may take over a batch before the z-score baseline answers instead. */
  readonly scoreBudget: number
  /** Milliseconds a shutdown may take before what is left is cut off. */
  readonly shutdownBudget: number
  readonly limits: Limits
}

const whole = (least: number, most: number, fallback: number) => {
  const allowed = `a whole number from ${least} to ${most}`
  const digits = z.string().regex(/^\d{1,15}$/, allowed)
  return digits.transform(Number).pipe(z.number().min(least, allowed).max(most, allowed)).default(fallback)
}
const port = (fallback: number) => whole(0, 65_535, fallback)
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], 'true or false')
    .transform(text => text === 'true')
    .default(fallback)
const folder = z.string().transform(path => resolve(path))
const isOrigin = (text: string) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
const isWebUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
const isDatabaseUrl = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)

/** The settings by their names outside, in the order of the manual. */
export const settings = {
  DATABASE_URL: z.string().refine(isDatabaseUrl, 'an address like postgres://user:password@host:5432/name').optional(),
  SERIEMA_DATA: folder.default(resolve('.seriema')),
  SERIEMA_DATABASE_PORT: port(0),
  SERIEMA_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'an address or a host name to listen on')
    .default('127.0.0.1'),
  SERIEMA_API_PORT: port(4000),
  SERIEMA_WEB_PORT: whole(1, 65_535, 3000),
  SERIEMA_WEB_ORIGINS: z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .refine(origins => origins.every(isOrigin), 'origins like https://example.org, separated by commas')
    .default([]),
  SERIEMA_API_URL: z.string().refine(isWebUrl, 'an address like https://example.org/graphql').optional(),
  SERIEMA_TTM_DIR: folder.optional(),
  SERIEMA_DEMO: flag(true),
  SERIEMA_LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  SERIEMA_LOG_TO: z.enum(['auto', 'file', 'stderr'], 'one of auto, file, stderr').default('auto'),
  SERIEMA_SCORE_BUDGET_MS: whole(1, 60_000, 250),
  SERIEMA_SHUTDOWN_BUDGET_MS: whole(100, 600_000, 8_000),
  SERIEMA_LIMIT_BODY_BYTES: whole(1_024, 1_073_741_824, 10_485_760),
  SERIEMA_LIMIT_IMPORT_BYTES: whole(1_024, 999_999_999_999_999, 2_147_483_648),
  SERIEMA_LIMIT_DEPTH: whole(1, 100, 12),
  SERIEMA_LIMIT_ALIASES: whole(1, 1_000, 30),
  SERIEMA_LIMIT_TOKENS: whole(100, 1_000_000, 2_000),
  SERIEMA_LIMIT_COST: whole(1, 1_000_000_000, 20_000),
  SERIEMA_LIMIT_SOCKETS: whole(1, 1_000_000, 2_000),
  SERIEMA_LIMIT_SUBSCRIPTIONS: whole(1, 100_000, 100),
} satisfies Record<string, z.ZodType>

/** Begin like ours and are read elsewhere: by tests that look for reference data. */
const readElsewhere = new Set(['SERIEMA_SHARED'])

/** The environment, over what the `.env` file in `folder` says where there is one. */
export function readEnvironment(folder: string, environment: Environment = process.env): Environment {
  let text: string
  try {
    text = readFileSync(resolve(folder, '.env'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment
    throw new Fault('INVALID_CONFIGURATION', `${resolve(folder, '.env')} cannot be read: ${(error as Error).message}`)
  }
  return { ...parseEnv(text), ...environment }
}

/** An empty value counts as not set. Throws one Fault INVALID_CONFIGURATION that names every mistake, without secrets. */
export function parseConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = z.object(settings).safeParse(given)
  const mistakes = parsed.success ? [] : parsed.error.issues.map(issue => mistake(String(issue.path[0]), issue, given))
  for (const name of Object.keys(given)) {
    if (name.startsWith('SERIEMA_') && !(name in settings) && !readElsewhere.has(name)) mistakes.push(unknown(name))
  }
  if (!parsed.success || mistakes.length > 0) {
    const count = mistakes.length === 1 ? 'One setting is' : `${mistakes.length} settings are`
    const lines = mistakes.map(line => `  ${line}`).join('\n')
    throw new Fault('INVALID_CONFIGURATION', `${count} wrong, in the environment or in .env:\n${lines}`, { mistakes })
  }
  const set = parsed.data
  return {
    databaseUrl: set.DATABASE_URL ?? null,
    dataFolder: set.SERIEMA_DATA,
    databasePort: set.SERIEMA_DATABASE_PORT,
    host: set.SERIEMA_HOST,
    apiPort: set.SERIEMA_API_PORT,
    webPort: set.SERIEMA_WEB_PORT,
    webOrigins: set.SERIEMA_WEB_ORIGINS,
    apiUrl: set.SERIEMA_API_URL ?? null,
    ttmFolder: set.SERIEMA_TTM_DIR ?? null,
    logLevel: set.SERIEMA_LOG_LEVEL,
    logTo: set.SERIEMA_LOG_TO,
    demo: set.SERIEMA_DEMO,
    scoreBudget: set.SERIEMA_SCORE_BUDGET_MS,
    shutdownBudget: set.SERIEMA_SHUTDOWN_BUDGET_MS,
    limits: {
      bodyBytes: set.SERIEMA_LIMIT_BODY_BYTES,
      importBytes: set.SERIEMA_LIMIT_IMPORT_BYTES,
      depth: set.SERIEMA_LIMIT_DEPTH,
      aliases: set.SERIEMA_LIMIT_ALIASES,
      tokens: set.SERIEMA_LIMIT_TOKENS,
      cost: set.SERIEMA_LIMIT_COST,
      socketsPerAddress: set.SERIEMA_LIMIT_SOCKETS,
      subscriptionsPerSocket: set.SERIEMA_LIMIT_SUBSCRIPTIONS,
    },
  }
}

function mistake(name: string, issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const value = String(given[name])
  const shown = name === 'DATABASE_URL' ? 'a value not shown here' : `'${value.slice(0, 60)}'`
  return `${name} is ${shown}; allowed is ${issue.message}`
}

function unknown(name: string): string {
  const letters = (text: string) => text.replaceAll('_', '')
  const near = Object.keys(settings).find(
    known => letters(known) === letters(name) || known.startsWith(name) || name.startsWith(known),
  )
  return `${name} is not a setting${near === undefined ? '; docs/operating.md lists them' : `; did you mean ${near}?`}`
}
