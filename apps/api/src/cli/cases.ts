import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Comparison, ExpectedCase } from '../sources/file/compare-case.ts'
import { compareCase } from '../sources/file/compare-case.ts'
import { readCase } from '../sources/file/read-case.ts'

/** `pnpm cases`: how each file of `SERIEMA_SHARED/cases/csv` is read, beside what it ought to be. */
const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')
const folder = join(shared, 'cases/csv')

async function compareFile(name: string, expected: ExpectedCase): Promise<readonly Comparison[]> {
  try {
    return compareCase(await readCase(readFileSync(join(folder, name))), expected)
  } catch (error) {
    return [{ what: 'read', expected: 'points', got: (error as Error).message, same: false }]
  }
}

async function run(): Promise<number> {
  if (!existsSync(join(folder, 'expected.json'))) {
    process.stderr.write(`there are no cases at ${folder}: SERIEMA_SHARED names another folder\n`)
    return 2
  }
  const cases: Record<string, ExpectedCase> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
  let [differing, all] = [0, 0]
  for (const [name, expected] of Object.entries(cases)) {
    process.stdout.write(`${name}\n`)
    for (const { what, expected: wanted, got, same } of await compareFile(name, expected)) {
      all++
      if (!same) differing++
      process.stdout.write(`  ${same ? '✓' : '✗'} ${what.padEnd(28)} expected ${wanted.padEnd(30)} got ${got}\n`)
    }
  }
  process.stdout.write(`\n${Object.keys(cases).length} files, ${all} expectations, ${differing} differ\n`)
  return differing === 0 ? 0 : 1
}

process.exitCode = await run()
