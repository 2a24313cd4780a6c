import { eq } from 'drizzle-orm'
import type { Db } from './database.ts'
import { artifact as table } from './tables/version.ts'

/** Keeps a file under its hash; the same again is kept once. */
export async function insertArtifact({ query }: Db, hash: string, content: Uint8Array, now: number): Promise<void> {
  await query.insert(table).values({ hash, content, createdAt: now }).onConflictDoNothing()
}

/** null where there is none. */
export async function readArtifact({ query }: Db, hash: string): Promise<Uint8Array | null> {
  const [row] = await query.select({ content: table.content }).from(table).where(eq(table.hash, hash))
  return row?.content ?? null
}
