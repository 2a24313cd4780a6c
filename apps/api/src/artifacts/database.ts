import { insertArtifact, readArtifact } from '../store/artifact.ts'
import type { ArtifactPlace } from './contract.ts'

/** Beside everything else, so that a backup of the database has all. */
export const database: ArtifactPlace<null> = {
  describe: () => 'the database',
  open: async (_address, { db, clock }) => ({
    put: (tx, hash, content) => insertArtifact(tx, hash, content, clock()),
    get: hash => readArtifact(db, hash),
  }),
}
