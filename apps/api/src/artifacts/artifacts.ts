import { createHash } from 'node:crypto'
import { Fault } from '@seriema/domain/fault'
import type { Config } from '../config.ts'
import type { Db } from '../store/database.ts'
import type { BucketAddress } from './bucket.ts'
import type { ArtifactMeans, ArtifactStore } from './contract.ts'
import { places } from './registry.ts'

/** What SERIEMA_ARTIFACTS says. */
export type ArtifactAddress =
  | { readonly kind: 'database' }
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 'bucket' } & BucketAddress)

export const artifactAddress = ({ artifacts, s3 }: Pick<Config, 'artifacts' | 's3'>): ArtifactAddress =>
  artifacts.kind === 'bucket' ? { ...artifacts, ...s3 } : artifacts

/** The ONNX files of versions; what is read is what was kept. */
export interface Artifacts {
  /** Keeps a file in a transaction, and says its hash. Throws UNAVAILABLE. */
  put(tx: Db, content: Uint8Array): Promise<string>
  /** Throws UNAVAILABLE where it cannot be read, is gone, or is not what was kept. */
  get(hash: string): Promise<Uint8Array>
}

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Throws UNAVAILABLE where nothing can be kept there. */
export async function openArtifacts(address: ArtifactAddress, means: ArtifactMeans): Promise<Artifacts> {
  const store = await open(address, means)
  return {
    async put(tx, content) {
      const hash = sha256(content)
      await store.put(tx, hash, content)
      return hash
    },
    async get(hash) {
      const content = await store.get(hash)
      if (content === null) throw lost(address, hash, 'is not there')
      if (sha256(content) !== hash) throw lost(address, hash, 'is damaged')
      return content
    },
  }
}

const lost = (address: ArtifactAddress, hash: string, what: string): Fault =>
  new Fault('UNAVAILABLE', `the file ${hash.slice(0, 12)}… ${what} in ${describe(address)}: restore it from a backup`)

function open(address: ArtifactAddress, means: ArtifactMeans): Promise<ArtifactStore> {
  switch (address.kind) {
    case 'database':
      return places.database.open(null, means)
    case 'folder':
      return places.folder.open(address, means)
    case 'bucket':
      return places.bucket.open(address, means)
  }
}

/** Where they are kept, for people. */
export function describe(address: ArtifactAddress): string {
  switch (address.kind) {
    case 'database':
      return places.database.describe(null)
    case 'folder':
      return places.folder.describe(address)
    case 'bucket':
      return places.bucket.describe(address)
  }
}
