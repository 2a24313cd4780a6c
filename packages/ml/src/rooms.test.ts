import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = import.meta.dirname
const roomOf = (path: string): string => relative(root, path).split(sep)[0]!

/** Which rooms each room imports from, tests left out. */
function imports(): ReadonlyMap<string, ReadonlySet<string>> {
  const rooms = new Map<string, Set<string>>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.test)\.ts$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    for (const [, specifier] of readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)) {
      const [from, to] = [roomOf(path), roomOf(normalize(join(dirname(path), specifier!)))]
      if (from === to) continue
      const known = rooms.get(from) ?? new Set()
      rooms.set(from, known.add(to))
    }
  }
  return rooms
}

test('the rooms form no circle: whoever knows one knows what lies below it', () => {
  const rooms = imports()
  const above = (room: string, seen: readonly string[]): void => {
    expect(seen, 'a circle of rooms').not.toContain(room)
    for (const below of rooms.get(room) ?? []) above(below, [...seen, room])
  }
  expect(rooms.size).toBeGreaterThan(10)
  for (const room of rooms.keys()) above(room, [])
})
