import { parseArgs } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { verifyAudit } from '../audit/verify.ts'
import { parseConfig, readEnvironment } from '../config.ts'
import { checkServer } from '../start/database.ts'
import { type Link, readAudit } from '../store/audit.ts'
import { connect, type Db, snapshot } from '../store/database.ts'
import { runningEmbedded } from '../store/embedded.ts'
import { usage } from './usage.ts'

type Output = Pick<NodeJS.WriteStream, 'write'>

interface AuditCommand {
  readonly what: 'verify' | 'export'
  readonly database: string
  readonly known: Link | null
  readonly after: number
}

/** Entries read at once. */
const batch = 1_000

/** Runs `seriema audit`; returns the exit status, as `usage` says. */
export async function audit(args: readonly string[], out: Output, err: Output): Promise<number> {
  if (args.includes('--help')) {
    out.write(usage)
    return 0
  }
  let command: AuditCommand
  try {
    command = parseAudit(args)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    err.write(`${error.message}\n\n${usage}`)
    return 2
  }
  try {
    await checkServer(command.database)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    err.write(`${error.message}\n`)
    return 1
  }
  const database = connect(command.database, { max: 1, readOnly: true })
  try {
    return await snapshot(database, db =>
      command.what === 'verify' ? verify(db, command, out) : exportAll(db, command, out),
    )
  } finally {
    await database.close()
  }
}

async function verify(db: Db, { known }: AuditCommand, out: Output): Promise<number> {
  const { entries, from, to, broken } = await verifyAudit(db, known)
  if (broken !== null) {
    out.write(
      `The audit is broken at entry ${broken.id}: ${broken.why}. ${entries} before it are as they were written.\n`,
    )
    return 4
  }
  const older = from.id === 0 ? '' : ` Those up to ${from.id} were older than they are kept, and are gone.`
  const end = `Note its end elsewhere, and give it next time: --known ${to.id}:${to.hash}`
  out.write(`All ${entries} entries of the audit are as they were written.${older}\n${end}\n`)
  return 0
}

async function exportAll(db: Db, { after }: AuditCommand, out: Output): Promise<number> {
  for (let last = after; ; ) {
    const rows = await readAudit(db, last, batch)
    for (const { series: _, at, ...entry } of rows)
      out.write(`${JSON.stringify({ ...entry, at: new Date(at).toISOString() })}\n`)
    if (rows.length < batch) return 0
    last = rows.at(-1)!.id
  }
}

/** Throws INVALID_INPUT, saying what is missing or unknown. */
function parseAudit(args: readonly string[]): AuditCommand {
  const { values, positionals } = parsed(args)
  const [what, ...rest] = positionals
  if ((what !== 'verify' && what !== 'export') || rest.length > 0)
    throw new Fault('INVALID_INPUT', 'say what to do with the audit: verify or export')
  const { databaseUrl, dataFolder } = parseConfig(readEnvironment(process.cwd()))
  const database = values.database ?? databaseUrl ?? runningEmbedded(dataFolder)
  if (database === null)
    throw new Fault(
      'INVALID_INPUT',
      'no database runs here: start Seriema, or name another by --database or DATABASE_URL',
    )
  if (!URL.canParse(database))
    throw new Fault('INVALID_INPUT', '--database is like postgres://user:password@host:5432/name')
  if (values.after !== undefined && !/^\d{1,15}$/.test(values.after))
    throw new Fault('INVALID_INPUT', '--after is the number of an entry')
  const [, id, hash] = /^(\d{1,15}):([\da-f]{64})$/.exec(values.known ?? '') ?? []
  if (values.known !== undefined && hash === undefined)
    throw new Fault('INVALID_INPUT', '--known is the number of an entry and its hash, as `audit verify` writes them')
  const known = hash === undefined ? null : { id: Number(id), hash }
  return { what, database, known, after: Number(values.after ?? 0) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { database: { type: 'string' }, known: { type: 'string' }, after: { type: 'string' } },
    })
  } catch (error) {
    throw new Fault('INVALID_INPUT', (error as Error).message)
  }
}
