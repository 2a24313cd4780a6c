import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Comparison, ExpectedCase } from '../sources/file/compare-case.ts'
import { compareCase } from '../sources/file/compare-case.ts'
import { readCase } from '../sources/file/read-case.ts'
import { compareReported, readReported, reported } from '../sources/file/reported-cases.ts'

/** `pnpm cases`: how each file of `SERIEMA_SHARED/cases` is read, beside what it ought to be. */
const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')
const folder = join(shared, 'cases/csv')
const reports = join(shared, 'cases/reports')

interface Asked {
  readonly name: string
  compare(): Promise<readonly Comparison[]>
}

function small(): readonly Asked[] {
  const cases: Record<string, ExpectedCase> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
  return Object.entries(cases).map(([name, expected]) => ({
    name: `csv/${name}`,
    compare: async () => compareCase(await readCase(readFileSync(join(folder, name))), expected),
  }))
}

function published(): readonly Asked[] {
  if (!existsSync(reports)) return []
  return reported.map(each => ({
    name: `reports/${each[0]}`,
    compare: async () => compareReported(await readCase(readReported(reports, each[0]), each[5]), each),
  }))
}

/** Reports that are about series, not about files: tests of what is forecast and found hold them. */
function elsewhere(): readonly string[] {
  if (!existsSync(reports)) return []
  return readdirSync(reports).filter(name => !reported.some(([file]) => file.startsWith(name)))
}

async function run(): Promise<number> {
  if (!existsSync(join(folder, 'expected.json'))) {
    process.stderr.write(`there are no cases at ${folder}: SERIEMA_SHARED names another folder\n`)
    return 2
  }
  const asked = [...small(), ...published()]
  let [differing, all] = [0, 0]
  for (const { name, compare } of asked) {
    process.stdout.write(`${name}\n`)
    const compared = await compare().catch((error: Error) => [
      { what: 'read', expected: 'points', got: error.message, same: false },
    ])
    for (const { what, expected: wanted, got, same } of compared) {
      all++
      if (!same) differing++
      process.stdout.write(`  ${same ? '✓' : '✗'} ${what.padEnd(28)} expected ${wanted.padEnd(30)} got ${got}\n`)
    }
  }
  for (const name of elsewhere()) process.stdout.write(`reports/${name}\n  - skipped: no file to be read\n`)
  process.stdout.write(`\n${asked.length} files, ${all} expectations, ${differing} differ\n`)
  return differing === 0 ? 0 : 1
}

process.exitCode = await run()
