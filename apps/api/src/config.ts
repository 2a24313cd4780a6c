import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { HubModel } from '@seriema/ml/runtime/hub/model'
import { type HubSettings, hubSettings } from '@seriema/ml/runtime/hub/settings'
import { z } from 'zod'
import { type LogLevel, settings } from './config/settings.ts'

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
  /** Where TinyTimeMixer's weights are: a folder, or a model of the hub; at most one of them. */
  readonly ttmFolder: string | null
  readonly ttmModel: HubModel | null
  readonly hub: HubSettings
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

/** Begin like ours and are read elsewhere: by tests that look for reference data. */
const readElsewhere = new Set(['SERIEMA_SHARED'])

/** Hold a secret, or may. */
const secret = new Set(['DATABASE_URL', 'HF_TOKEN'])

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

/**
 * An empty value counts as not set, and so does what only a model of the hub needs where none is named. Throws one Fault
 * INVALID_CONFIGURATION that names every mistake, without secrets.
 */
export function parseConfig(env: Environment): Config {
  const asked = ([name, value]: [string, unknown]) => value && (env.SERIEMA_TTM_MODEL || !name.startsWith('HF_'))
  const given = Object.fromEntries(Object.entries(env).filter(asked))
  const parsed = z.object(settings).safeParse(given)
  const mistakes = parsed.success ? [] : parsed.error.issues.map(issue => mistake(String(issue.path[0]), issue, given))
  if (given.SERIEMA_TTM_DIR !== undefined && given.SERIEMA_TTM_MODEL !== undefined) {
    mistakes.push('SERIEMA_TTM_DIR and SERIEMA_TTM_MODEL are both set; allowed is one of them')
  }
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
    ttmModel: set.SERIEMA_TTM_MODEL ?? null,
    hub: hubSettings({ XDG_CACHE_HOME: env.XDG_CACHE_HOME, ...set }),
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
  const shown = secret.has(name) ? 'a value not shown here' : `'${value.slice(0, 60)}'`
  return `${name} is ${shown}; allowed is ${issue.message}`
}

function unknown(name: string): string {
  const letters = (text: string) => text.replaceAll('_', '')
  const near = Object.keys(settings).find(
    known => letters(known) === letters(name) || known.startsWith(name) || name.startsWith(known),
  )
  return `${name} is not a setting${near === undefined ? '; docs/operating.md lists them' : `; did you mean ${near}?`}`
}
