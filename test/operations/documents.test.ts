import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Where a path of the manual may begin. */
const places = ['', 'apps/api/src', 'apps/web/src', 'packages']
const found = (path: string) =>
  places.some(place => existsSync(join(root, place, path))) ||
  existsSync(join(root, path.replace(/^(domain|ml)\//, 'packages/$1/src/')))

test('every file that the architecture names is there', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  const named = [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|tsx|jsonc?))`/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter(path => !found(path))).toEqual([])
})
