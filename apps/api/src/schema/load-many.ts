import type { Db } from '../store/database.ts'
import type { Context } from './context.ts'

/** Loads nodes by a store function that gives those that exist, in any order: in the order asked, null for the others. */
export const loadManyBy =
  <Row extends { readonly id: number }>(find: (db: Db, ids: readonly number[]) => Promise<readonly Row[]>) =>
  async (ids: readonly number[], { app }: Context): Promise<readonly (Row | null)[]> => {
    const found = new Map((await find(app.reads, ids)).map(row => [row.id, row]))
    return ids.map(id => found.get(id) ?? null)
  }
