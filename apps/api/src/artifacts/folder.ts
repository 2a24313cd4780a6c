import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import type { ArtifactPlace } from './contract.ts'

/** A folder that all processes see. */
export const folder: ArtifactPlace<{ readonly path: string }> = {
  describe: ({ path }) => `the folder ${path}`,
  async open({ path }) {
    await tried(path, () => mkdir(path, { recursive: true }))
    const fileOf = (hash: string) => join(path, hash.slice(0, 2), `${hash}.onnx`)
    return {
      // Written beside and renamed when it is on the disk: whoever finds the name finds all of the file.
      put: (_tx, hash, content) =>
        tried(path, async () => {
          const file = fileOf(hash)
          const beside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
          await mkdir(join(path, hash.slice(0, 2)), { recursive: true })
          try {
            const handle = await open(beside, 'wx')
            try {
              await handle.writeFile(content)
              await handle.sync()
            } finally {
              await handle.close()
            }
            await rename(beside, file)
          } finally {
            await rm(beside, { force: true })
          }
        }),
      get: hash =>
        tried(path, async () => {
          try {
            return await readFile(fileOf(hash))
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
            throw error
          }
        }),
    }
  },
}

async function tried<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Fault(
      'UNAVAILABLE',
      `the folder of artifacts, ${path}, cannot be used (${code ?? message}): SERIEMA_ARTIFACTS names it`,
    )
  }
}
