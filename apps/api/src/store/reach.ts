import type { Reach } from '@seriema/domain/access'
import { LRUCache } from 'lru-cache'
import { type ConnectOptions, connect, type Database, type Db } from './database.ts'
import { abandonable } from './errand.ts'
import { limitedRole, limitedRoleMissing } from './limited-role.ts'

/** Connections of each reach, and reaches that keep theirs. */
const connections = 2
const kept = 16
/** Seconds after which a connection that nobody uses goes. */
const idle = 30

interface Standing {
  readonly there: boolean
  readonly member: boolean
  readonly schema: boolean
  /** Tables that it should read and may not, as they are written in a statement. */
  readonly closed: readonly string[]
}

/** What the role would have to read: all that has a policy for it, and points, which need none. */
async function standing({ sql }: Db): Promise<Standing> {
  const [found] = await sql<Standing[]>`
    WITH role AS (SELECT oid FROM pg_roles WHERE rolname = ${limitedRole}),
      readable AS (
        SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_policies
          WHERE policyname = 'reach' AND schemaname = current_schema()
        UNION SELECT format('%I.points', current_schema()))
    SELECT EXISTS (SELECT FROM role) AS there,
      coalesce((SELECT pg_has_role(oid, 'MEMBER') FROM role), false) AS member,
      coalesce((SELECT has_schema_privilege(oid, current_schema(), 'USAGE') FROM role), false) AS schema,
      coalesce((SELECT array_agg(name) FROM role, readable WHERE NOT has_table_privilege(oid, name, 'SELECT')), '{}') AS closed`
  return found!
}

/** Lets the role read what has a policy for it, where there is such a role: one that was made by hand had nothing yet. */
export async function openToReach(db: Db): Promise<void> {
  const { there, schema, closed } = await standing(db)
  if (!there) return
  if (!schema) await db.sql.unsafe(`GRANT USAGE ON SCHEMA public TO ${limitedRole}`)
  if (closed.length > 0) await db.sql.unsafe(`GRANT SELECT ON ${closed.join(', ')} TO ${limitedRole}`)
}

/** Throws LIMITED_ROLE_MISSING where nothing could be read within a reach. */
export async function requireLimitedRole(db: Db): Promise<void> {
  const { there, member, schema, closed } = await standing(db)
  if (!there) throw limitedRoleMissing(`the database has no role ${limitedRole}`)
  if (!member) throw limitedRoleMissing(`the role ${limitedRole} is not granted to the database's user`)
  if (!schema || closed.length > 0) throw limitedRoleMissing(`the role ${limitedRole} may not read all it needs`)
}

export interface ReachedReads {
  /** Reads over connections to which nothing else exists than what the reach covers: the database itself sees to it. */
  within(reach: NonNullable<Reach>): Db
  close(): Promise<void>
}

export function openReachedReads(url: string, options: Pick<ConnectOptions, 'statementTimeout'>): ReachedReads {
  const closing = new Set<Promise<void>>()
  const end = (database: Database) => {
    const ended = database.close().finally(() => closing.delete(ended))
    closing.add(ended)
  }
  const pools = new LRUCache<string, { readonly database: Database; readonly db: Db }>({
    max: kept,
    dispose: ({ database }) => end(database),
  })
  return {
    within(reach) {
      const written = JSON.stringify(reach)
      const known = pools.get(written)
      if (known !== undefined) return known.db
      const database = connect(url, {
        ...options,
        max: connections,
        readOnly: true,
        idleTimeout: idle,
        parameters: { role: limitedRole, 'seriema.reach': JSON.stringify(reach.map(asLike)) },
      })
      const made = { database, db: abandonable(database) }
      pools.set(written, made)
      return made.db
    },
    async close() {
      pools.clear()
      await Promise.all(closing)
    },
  }
}

/** Patterns as LIKE has them, whose own sign for any letter keys have, too. */
const asLike = ({ key, attributes }: NonNullable<Reach>[number]) => ({
  key: key === null ? null : key.replaceAll('_', '\\_').replaceAll('*', '%'),
  attributes,
})
