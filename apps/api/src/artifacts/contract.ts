import type { Db } from '../store/database.ts'

/** Where the ONNX files of versions are kept, by their SHA-256 in lower-case hexadecimal. */
export interface ArtifactStore {
  /**
   * Keeps a file; the same again is kept once. In a transaction, so that what is in the database comes and goes with it;
   * elsewhere a file may stay that nothing names, and serves when the same comes again. Throws UNAVAILABLE.
   */
  put(tx: Db, hash: string, content: Uint8Array): Promise<void>
  /** As it was found; null where it is not there. Throws UNAVAILABLE. */
  get(hash: string): Promise<Uint8Array | null>
}

/** A kind of place for them. */
export interface ArtifactPlace<Address> {
  /** What a person reads of where they are kept. */
  describe(address: Address): string
  /** Throws UNAVAILABLE where nothing can be kept there. */
  open(address: Address, means: ArtifactMeans): Promise<ArtifactStore>
}

/** What the process has for it. */
export interface ArtifactMeans {
  readonly db: Db
  /** Epoch milliseconds. */
  readonly clock: () => number
}
