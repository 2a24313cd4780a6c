import { fileURLToPath } from 'node:url'
import { Fault } from '@seriema/domain/fault'
import { DrizzleQueryError } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import { migrate as runMigrations } from 'drizzle-orm/pg-proxy/migrator'
import postgres from 'postgres'
import { retry } from '../concurrency/retry.ts'
import { span } from '../telemetry/span.ts'
import { limitedRole, limitedRoleMissing } from './limited-role.ts'
import { backoff } from './lone-connection.ts'
import { traced } from './traced.ts'

/**
 * What store functions take: the pool or a transaction, spoken to in two ways. Either prepares each text once a connection,
 * so a text must not grow with what it is given: a list is one array parameter. Statements not awaited one by one travel
 * together. `bigint` is a number here.
 */
export interface Db {
  /** For points and events: SQL in tagged templates. `timestamptz` comes back as text. */
  readonly sql: Statements
  /** For every other noun: Drizzle's builder, on the same pool or transaction. */
  readonly query: PgRemoteDatabase
}

type Types = { bigint: number; instant: string; json: string }

export type Statements = postgres.ISql<Types>

/** What transactions begin on. Flows are given it; store functions take a `Db`, and so begin none. */
export interface Pool extends Db {
  readonly sql: postgres.Sql<Types>
}

export interface Database extends Pool {
  /** Lets running statements end, at most `seconds` [5]. */
  close(seconds?: number): Promise<void>
}

export interface ConnectOptions {
  /** Connections at most. */
  readonly max?: number
  readonly applicationName?: string
  /** Milliseconds a statement may take. */
  readonly statementTimeout?: number
  /** Whether nothing can be written over these connections. */
  readonly readOnly?: boolean
  /** Seconds after which a connection that nobody uses goes [never]. */
  readonly idleTimeout?: number
  /** What else holds for these connections. */
  readonly parameters?: Readonly<Record<string, string>>
}

const asItIs = (text: string): string => text

/** PostgreSQL 14 or newer. Connects when first used, and again after a loss. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    ...(options.idleTimeout !== undefined && { idle_timeout: options.idleTimeout }),
    backoff,
    onnotice: () => {},
    types: {
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      // The tables say how instants and JSON are written; nothing is to write them twice.
      instant: { to: 1184, from: [1082, 1114, 1184], parse: asItIs, serialize: asItIs },
      json: { to: 114, from: [114, 3802], parse: (text: string) => JSON.parse(text), serialize: asItIs },
    },
    connection: {
      application_name: options.applicationName ?? 'seriema',
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeout ?? 60_000,
      // Points are read along their index; before its statistics are known PostgreSQL would rather sort all of a series.
      random_page_cost: 1.1,
      idle_in_transaction_session_timeout: 60_000,
      ...(options.readOnly && { default_transaction_read_only: true }),
      ...options.parameters,
    },
  })
  const spoken = traced(sql)
  return { sql: spoken, query: builderOn(spoken), close: (seconds = 5) => sql.end({ timeout: seconds }) }
}

const dialect = new PgDialect({ casing: 'snake_case' })

/** Drizzle's builder on a pool or a transaction. */
export const builderOn = (sql: Statements): PgRemoteDatabase =>
  drizzle(
    async (text, parameters, method) => {
      const sent = sql.unsafe(text, parameters, { prepare: true })
      return { rows: method === 'all' ? await sent.values() : await sent }
    },
    {},
    () => dialect,
  )

/**
 * A statement that the builder makes once for the pool, and anew for each transaction: making one takes longer than
 * sending it. `shape` is what its text depends on; values are placeholders.
 */
export function prepared<T, Shape extends readonly (string | boolean)[]>(
  make: (query: Db['query'], ...shape: Shape) => T,
): (db: Db, ...shape: Shape) => T {
  const made = new WeakMap<Db['query'], Map<string, T>>()
  return ({ query }, ...shape) => {
    const known = made.get(query) ?? new Map<string, T>()
    made.set(query, known)
    const statement = known.get(shape.join()) ?? make(query, ...shape)
    known.set(shape.join(), statement)
    return statement
  }
}

const migrationsFolder = fileURLToPath(new URL('../../../../drizzle', import.meta.url))
const migrationLock = 7_235_001

/** Brings the schema up to date, all of it or nothing. Processes that start together wait for each other. */
export async function migrate(pool: Pool): Promise<void> {
  await pool.sql.begin(async sql => {
    await sql`select pg_advisory_xact_lock(${migrationLock}::int8)`
    const run = async (texts: readonly string[]) => {
      for (const text of texts) await sql.unsafe(text)
    }
    await runMigrations(builderOn(sql), run, { migrationsFolder })
  })
}

/** When the last transaction was refused because nothing can be written; gone with the next that succeeds. */
const refusals = new WeakMap<Db, number>()

/** Milliseconds a refusal counts: who gets no more work because of it would otherwise never learn that it is over. */
const memory = 15_000

/** Whether writing was refused a moment ago, for want of room or because the database only lets itself be read. */
export const refusesWriting = (db: Db): boolean => performance.now() - (refusals.get(db) ?? -Infinity) < memory

const attempts = 4

/**
 * Runs `work` in one transaction. It runs again when PostgreSQL gave it up for another's sake or the connection went
 * before COMMIT was sent, so `work` must have no effect elsewhere. A connection lost during COMMIT leaves the outcome
 * unknown: that is a Fault UNAVAILABLE, never a success.
 */
export const transaction = <T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> =>
  retry(() => span('transaction', () => once(pool, work)), {
    pause: (error, failures) =>
      failures < attempts && (yielded(error) || connectionLost(error)) ? 25 * 2 ** failures : null,
  }).catch(error => {
    throw explained(error)
  })

/** Transactions of a pool, by whether they have a connection or wait for one. */
export interface PoolUse {
  waiting: number
  running: number
}

const uses = new WeakMap<Db, PoolUse>()

export function useOf(pool: Db): PoolUse {
  const use = uses.get(pool) ?? { waiting: 0, running: 0 }
  uses.set(pool, use)
  return use
}

/** Reads as of one moment, however long it takes. */
export const snapshot = async <T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> => {
  const { result } = await pool.sql.begin('isolation level repeatable read read only', async sql => ({
    result: await work({ sql, query: builderOn(sql) }),
  }))
  return result
}

async function once<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  let finished = false
  const use = useOf(pool)
  let at: keyof PoolUse = 'waiting'
  use.waiting++
  try {
    const { result } = await pool.sql.begin(async sql => {
      use.waiting--
      use.running++
      at = 'running'
      const spoken = traced(sql)
      const result = await work({ sql: spoken, query: builderOn(spoken) })
      finished = true
      return { result }
    })
    refusals.delete(pool)
    return result
  } catch (error) {
    if (/^(25006|53100|58030)$/.test(code(error))) refusals.set(pool, performance.now())
    if (finished && connectionLost(error))
      throw new Fault('UNAVAILABLE', 'the database went away while storing: send the same again, nothing comes twice')
    throw error
  } finally {
    use[at]--
  }
}

/** What the driver threw, be it through the builder or not. */
const thrown = (error: unknown): unknown => (error instanceof DrizzleQueryError ? error.cause : error)

const code = (error: unknown): string => {
  const cause = thrown(error)
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}

const lostCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  // The session waited too long inside a transaction, or at all.
  '25P03',
  '57P05',
])

/** Whether the connection, not the statement, was the problem. */
const connectionLost = (error: unknown): boolean => lostCodes.has(code(error)) || /^(08|57P0[123])/.test(code(error))

/** Serialization failure or deadlock: the same again may well succeed. */
const yielded = (error: unknown): boolean => code(error) === '40001' || code(error) === '40P01'

/** By SQLSTATE: why a database that answers cannot do what any other time it could, and what helps. */
const incapacities: readonly (readonly [RegExp, string])[] = [
  [/^53100$/, 'the disk of the database is full: nothing is stored until there is room again'],
  [/^53200$/, 'the database is out of memory: ask for less, or try again in a moment'],
  [/^53300$/, 'the database takes no more connections: try again in a moment, or let it take more (max_connections)'],
  [/^53/, 'the database has run into one of its limits: ask for less, or try again in a moment'],
  [/^25006$/, 'the database only lets itself be read, as a standby does: nothing is stored until it can be written'],
  [/^58/, 'the database cannot use its disk: its own log says why; try again when that is mended'],
  [/^(57P04|3D000)$/, 'the database is gone from its server: it must be restored, or DATABASE_URL set to another'],
  [/^28/, 'the database refuses the user of this server: its password or rights must be set right, or DATABASE_URL'],
]

/** Whether the role itself could not be taken: it is not there, or is not the user's to take. */
const isWithoutRole = (error: unknown): boolean => {
  const cause = thrown(error)
  return /^(22023|42501)$/.test(code(error)) && cause instanceof Error && /"(role|seriema_limited)"/.test(cause.message)
}

/** What a caller can act on becomes a Fault; everything else stays what it is. */
export function explained(error: unknown): unknown {
  if (error instanceof Fault) return error
  if (connectionLost(error)) return new Fault('UNAVAILABLE', 'the database cannot be reached: try again in a moment')
  const incapable = incapacities.find(([pattern]) => pattern.test(code(error)))
  if (incapable !== undefined) return new Fault('UNAVAILABLE', incapable[1])
  if (isWithoutRole(error)) return limitedRoleMissing(`the role ${limitedRole} cannot be used`)
  if (code(error) === '57014' || code(error) === '55P03')
    return new Fault('TIMED_OUT', 'the database took too long: ask for less or try again')
  return thrown(error)
}

/** Whether what an error's row points to is not there. */
export const breachesReference = (error: unknown): boolean => code(error) === '23503'
