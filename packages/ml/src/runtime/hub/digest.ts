import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * What the hub calls a file's content by, and the cache its blob: the SHA-256 of a large file, the name git gives a
 * small one (SHA-1 over `blob SIZE\0` and the content). In lower-case hexadecimal digits, 64 or 40.
 */
export type Digest = string

export const isDigest = (text: unknown): text is Digest =>
  typeof text === 'string' && /^(?:[0-9a-f]{64}|[0-9a-f]{40})$/.test(text)

/** A hash that has to come out as `digest` once `size` bytes of the right content went in. */
export const digesting = (digest: Digest, size: number): Hash =>
  digest.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`)

/** Whether a file holds what its digest says. */
export async function matches(path: string, digest: Digest): Promise<boolean> {
  const hash = digesting(digest, (await stat(path)).size)
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === digest
}
