import { createHash } from 'node:crypto'

/** The SHA-256 of some pieces, one after the other, in lower-case hexadecimal digits. */
export function sha256(pieces: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}
