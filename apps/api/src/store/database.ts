import { fileURLToPath } from 'node:url'
import { Fault } from '@seriema/domain/fault'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

/** The pool or a transaction: store functions take either. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>

/** Tagged templates of `postgres`, on the pool or inside the transaction `db` stands for. */
export type Statements = postgres.ISql<{ bigint: number }>

export interface Database {
  readonly db: Db
  readonly sql: postgres.Sql<{ bigint: number }>
  /** Lets running statements end, at most `seconds` [5]. */
  close(seconds?: number): Promise<void>
}

export interface ConnectOptions {
  /** Connections at most. */
  readonly max?: number
  readonly applicationName?: string
  /** Milliseconds a statement may take. */
  readonly statementTimeout?: number
}

/** PostgreSQL 14 or newer. Connects when first used, and again after a loss. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    backoff: retries => Math.min(1, 0.05 * 2 ** retries),
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: options.applicationName ?? 'seriema',
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeout ?? 60_000,
      // Points are read along their index; before its statistics are known PostgreSQL would rather sort all of a series.
      random_page_cost: 1.1,
      idle_in_transaction_session_timeout: 60_000,
    },
  })
  const db = drizzle({ client: sql, casing: 'snake_case' })
  return { db, sql, close: (seconds = 5) => sql.end({ timeout: seconds }) }
}

/**
 * For statements that drizzle would send unprepared: tagged templates are prepared once a connection, and those not
 * awaited one by one travel together. `bigint` comes back as a number, `timestamptz` as text.
 */
export function statements(db: Db): Statements {
  return (db as unknown as { readonly session: { readonly client: Statements } }).session.client
}

const migrationsFolder = fileURLToPath(new URL('../../../../drizzle', import.meta.url))
const migrationLock = 7_235_001

/** Brings the schema up to date. Processes that start together wait for each other. */
export async function migrate(database: Database): Promise<void> {
  const connection = await database.sql.reserve()
  try {
    await connection`select pg_advisory_lock(${migrationLock})`
    await runMigrations(drizzle({ client: database.sql, casing: 'snake_case' }), { migrationsFolder })
  } finally {
    await connection`select pg_advisory_unlock(${migrationLock})`.catch(() => {})
    connection.release()
  }
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
export async function transaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let finished = false
    try {
      const result = await db.transaction(async tx => {
        const made = await work(tx)
        finished = true
        return made
      })
      refusals.delete(db)
      return result
    } catch (error) {
      if (/^(25006|53100|58030)$/.test(code(error))) refusals.set(db, performance.now())
      if (finished && connectionLost(error))
        throw new Fault('UNAVAILABLE', 'the database went away while storing: send the same again, nothing comes twice')
      if (attempt < attempts && (yielded(error) || connectionLost(error))) {
        await new Promise(resolve => setTimeout(resolve, 25 * 2 ** attempt))
        continue
      }
      throw explained(error)
    }
  }
}

const code = (error: unknown): string => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
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

/** What a caller can act on becomes a Fault; everything else stays what it is. */
export function explained(error: unknown): unknown {
  if (error instanceof Fault) return error
  if (connectionLost(error)) return new Fault('UNAVAILABLE', 'the database cannot be reached: try again in a moment')
  const incapable = incapacities.find(([pattern]) => pattern.test(code(error)))
  if (incapable !== undefined) return new Fault('UNAVAILABLE', incapable[1])
  if (code(error) === '57014' || code(error) === '55P03')
    return new Fault('TIMED_OUT', 'the database took too long: ask for less or try again')
  return error
}

/** Whether what an error's row points to is not there. */
export const breachesReference = (error: unknown): boolean => code(error) === '23503'

/** Whether an error is the breach of the unique constraint `name`. */
export const breaches = (error: unknown, name: string): boolean => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return code(error) === '23505' && (cause as { constraint_name?: string }).constraint_name === name
}
