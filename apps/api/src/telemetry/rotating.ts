import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DestinationStream } from 'pino'

/**
 * Appends lines to a file, each at once. A file that has grown beyond `rotateAt` bytes is set aside as `PATH.1`, in place
 * of the one set aside before it, and begun anew. A line that cannot be written, as on a full disk, is lost: nobody who
 * says something fails for it.
 */
export function openRotating(path: string, rotateAt: number): DestinationStream {
  mkdirSync(dirname(path), { recursive: true })
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  let file = openSync(path, 'a')

  const rotate = () => {
    closeSync(file)
    try {
      renameSync(path, `${path}.1`)
    } finally {
      file = openSync(path, 'a')
      size = 0
    }
  }
  return {
    write(line) {
      try {
        if (size > rotateAt) rotate()
        size += writeSync(file, line)
      } catch {
        // Nowhere is left to say so.
      }
    },
  }
}
