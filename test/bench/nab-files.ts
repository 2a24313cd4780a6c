import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NabFile } from './nab-score.ts'

/** Reads every CSV below `directory` that `windowsFile` (NAB's combined_windows.json) has an entry for, by name. */
export async function readNabFiles(directory: string, windowsFile: string): Promise<readonly NabFile[]> {
  const labels: Record<string, [string, string][]> = JSON.parse(await readFile(windowsFile, 'utf8'))
  const found = (await readdir(directory, { recursive: true })).map(path => path.replaceAll('\\', '/'))
  const names = Object.keys(labels)
    .filter(name => found.includes(name))
    .sort()
  return Promise.all(
    names.map(async name => {
      const lines = (await readFile(join(directory, name), 'utf8')).trim().split(/\r?\n/).slice(1)
      const times = Float64Array.from(lines, line => instant(line.slice(0, line.indexOf(','))))
      const values = Float64Array.from(lines, line => Number(line.slice(line.indexOf(',') + 1)))
      const windows = labels[name]!.map(([from, to]): [number, number] => [
        times.findIndex(time => time >= instant(from)),
        times.findLastIndex(time => time <= instant(to)),
      ])
      return { name, values, times, windows: windows.filter(([left, right]) => left >= 0 && right >= left) }
    }),
  )
}

const instant = (text: string) => Date.parse(`${text.trim().replace(' ', 'T')}Z`)
