import { Fault } from '@seriema/domain/fault'
import postgres from 'postgres'
import type { Config } from '../config.ts'
import { until } from '../store/embedded/wait.ts'
import { startEmbedded } from '../store/embedded.ts'
import type { Log } from '../telemetry/log.ts'

export interface OpenDatabase {
  readonly url: string
  /** Such as 18.4. */
  readonly version: string
  /** Stops what was started for it: nothing where it is the user's own. */
  stop(): Promise<void>
}

/** The database of DATABASE_URL, or the embedded one. Throws UNAVAILABLE with what to do where there is none to be had. */
export async function openDatabase(config: Config, log: Log): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, version: await checkServer(config.databaseUrl), stop: async () => {} }
  }
  const embedded = await startEmbedded(config.dataFolder, log, { port: config.databasePort })
  return { url: embedded.url, version: await checkServer(embedded.url), stop: embedded.stop }
}

/** Milliseconds given to a server that is just starting. */
const patience = 5_000

/** Connects once and returns the server's version. Throws UNAVAILABLE saying what is wrong, never the password. */
export async function checkServer(url: string): Promise<string> {
  let failure: unknown
  let found = { version: 0, mayCreate: false }
  await until(async () => {
    failure = undefined
    try {
      found = await examine(url)
    } catch (error) {
      failure = error
    }
    return failure === undefined || !['ECONNREFUSED', '57P03'].includes(codeOf(failure))
  }, patience)
  if (failure !== undefined) throw new Fault('UNAVAILABLE', explain(url, failure))
  const shown = `${Math.floor(found.version / 10_000)}.${found.version % 10_000}`
  if (found.version < 140_000) {
    throw new Fault('UNAVAILABLE', `${server(url)} is PostgreSQL ${shown}; Seriema needs 14 or newer. ${ways}`)
  }
  if (found.mayCreate) return shown
  const user = decodeURIComponent(new URL(url).username)
  const grant = `grant create on schema public to "${user}"`
  throw new Fault('UNAVAILABLE', `${server(url)} does not let ${user} make tables. Allow it: ${grant}`)
}

async function examine(url: string): Promise<{ version: number; mayCreate: boolean }> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} })
  try {
    const [row] = await sql`
      select current_setting('server_version_num') as version,
        coalesce(has_schema_privilege(current_schema(), 'create'), false)::int as may_create`.simple()
    return { version: Number(row!.version), mayCreate: Number(row!.may_create) === 1 }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const ways = 'Set DATABASE_URL to another, or leave it out for the embedded PostgreSQL.'

const server = (url: string): string => {
  const { hostname, port, pathname } = new URL(url)
  return `The database of DATABASE_URL (${hostname}:${port || 5432}${pathname})`
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')

function explain(url: string, error: unknown): string {
  const { hostname, port, pathname, username } = new URL(url)
  const name = decodeURIComponent(pathname.slice(1))
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${hostname}:${port || 5432}, where DATABASE_URL says PostgreSQL is. Start it there. ${ways}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no machine named ${hostname}, which DATABASE_URL names. ${ways}`
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${hostname}:${port || 5432}, where DATABASE_URL says PostgreSQL is, cannot be reached from here. ${ways}`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${hostname}:${port || 5432} refuses the user ${username} with the password of DATABASE_URL. ${ways}`
    case '3D000':
      return `PostgreSQL at ${hostname}:${port || 5432} has no database named ${name}. Make it: createdb ${name}`
    default:
      return `${server(url)} cannot be used: ${(error as Error).message}. ${ways}`
  }
}
