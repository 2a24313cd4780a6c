import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import { type Digest, digesting, isDigest, matches } from './digest.ts'
import type { HubModel } from './model.ts'

/** A commit of a model, as the hub names it. */
export const isCommit = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{40}$/.test(text)

/** What a file has to be for it to be kept. */
export interface Expected {
  readonly path: string
  readonly size: number
  readonly digest: Digest
}

/** One model in the cache: `blobs/DIGEST`, `refs/BRANCH` and `snapshots/COMMIT/PATH`, links to blobs. */
export interface CachedModel {
  snapshot(commit: string): string
  /** The commit a branch or tag stood for when it was last fetched; a commit stands for itself. Null where not known. */
  commitOf(revision: string): Promise<string | null>
  /** Whether a snapshot has these files, and each one's bytes are those its blob is named by. */
  state(commit: string, paths: readonly string[]): Promise<'whole' | 'missing' | 'damaged'>
  /**
   * Puts a file into a snapshot. Its content is read unless the blob is there already; it gets its name only once it has
   * the right size and digest, so that nothing else is ever found under it. Throws Fault INVALID_WEIGHTS where it has
   * not, INVALID_CONFIGURATION where the cache cannot be written.
   */
  keep(commit: string, file: Expected, content: () => AsyncIterable<Uint8Array>): Promise<void>
  /** Remembers what a branch or tag stands for. */
  point(revision: string, commit: string): Promise<void>
}

/** Layout: https://huggingface.co/docs/huggingface_hub/guides/manage-cache. Nothing is written before `keep`. */
export function cachedModel(cache: string, { name }: HubModel): CachedModel {
  const folder = join(cache, `models--${name.replaceAll('/', '--')}`)
  const snapshot = (commit: string) => join(folder, 'snapshots', commit)
  return {
    snapshot,
    async commitOf(revision) {
      if (isCommit(revision)) return revision
      const text = await readFile(join(folder, 'refs', revision), 'utf8').catch(() => '')
      return isCommit(text.trim()) ? text.trim() : null
    },
    async state(commit, paths) {
      for (const path of paths) {
        const file = join(snapshot(commit), path)
        const found = await stat(file).catch(() => null)
        if (found === null) return 'missing'
        const blob = await readlink(file).then(basename, () => '')
        if (isDigest(blob) && !(await matches(file, blob))) return 'damaged'
      }
      return 'whole'
    },
    async keep(commit, file, content) {
      const blob = join(folder, 'blobs', file.digest)
      if (!(await matches(blob, file.digest).catch(() => false))) await writeBlob(blob, file, content)
      const link = join(snapshot(commit), file.path)
      await replace(link, passing => symlink(relative(dirname(link), blob), passing))
    },
    point: (revision, commit) => replace(join(folder, 'refs', revision), passing => writeFile(passing, commit)),
  }
}

async function writeBlob(blob: string, file: Expected, content: () => AsyncIterable<Uint8Array>): Promise<void> {
  const hash = digesting(file.digest, file.size)
  await replace(blob, async passing => {
    const handle = await open(passing, 'wx')
    try {
      let size = 0
      for await (const chunk of content()) {
        size += chunk.length
        if (size > file.size) break
        hash.update(chunk)
        await handle.writeFile(chunk)
      }
      const reason =
        size !== file.size
          ? `has ${size > file.size ? 'more than' : `${size} of`} the ${file.size} bytes the hub speaks of`
          : hash.digest('hex') !== file.digest && `has not the checksum ${file.digest}`
      if (reason) {
        throw new Fault('INVALID_WEIGHTS', `${file.path} as it came ${reason}; nothing of it is kept: fetch it again`)
      }
    } finally {
      await handle.close()
    }
  })
}

/** Under a passing name first, of its own for each call; then in one step under the right one, or not at all. */
async function replace(path: string, make: (passing: string) => Promise<void>): Promise<void> {
  const passing = `${path}.${randomUUID()}.incomplete`
  try {
    await mkdir(dirname(path), { recursive: true })
    await make(passing)
    await rename(passing, path)
  } catch (error) {
    await rm(passing, { force: true }).catch(() => {})
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof Fault || code === undefined) throw error
    throw new Fault('INVALID_CONFIGURATION', `${path} cannot be written (${code}): set HF_HUB_CACHE to another folder`)
  }
}
