import { resolve } from 'node:path'
import { startBenchApi } from '../bench/api.ts'
import { type Asked, fileCases } from './files.ts'
import { seriesCases } from './series.ts'
import { tried } from './tried.ts'

/**
 * `pnpm cases [WORD]`: how each file of `SERIEMA_SHARED/cases` is read, and what a running product says of each kind of
 * series, beside what is right; only those whose name holds the word.
 */
const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../shared')
const word = process.argv[2] ?? ''

async function run(): Promise<number> {
  const files = fileCases(resolve(shared, 'cases'))
  if (files.length === 0)
    process.stderr.write(`there are no files at ${shared}/cases: SERIEMA_SHARED names another folder\n`)
  const asked = files.filter(({ name }) => name.includes(word))
  const series = seriesCases.filter(({ name }) => `series/${name}`.includes(word))
  if (series.length === 0) return print(asked)
  const api = await startBenchApi()
  try {
    return await print([
      ...asked,
      ...series.map(({ name, sent, compare }, i) => ({
        name: `series/${name}`,
        compare: async () => compare(await tried(api.ask, `case_${i}`, sent)),
      })),
    ])
  } finally {
    await api.stop()
  }
}

async function print(asked: readonly Asked[]): Promise<number> {
  let [differing, all] = [0, 0]
  for (const { name, compare } of asked) {
    process.stdout.write(`${name}\n`)
    const compared = await compare().catch((error: Error) => [
      { what: 'read', expected: 'an answer', got: error.message, same: false },
    ])
    for (const { what, expected, got, same } of compared) {
      all++
      if (!same) differing++
      process.stdout.write(`  ${same ? '✓' : '✗'} ${what.padEnd(28)} expected ${expected.padEnd(30)} got ${got}\n`)
    }
  }
  process.stdout.write(`\n${asked.length} cases, ${all} expectations, ${differing} differ\n`)
  return differing === 0 ? 0 : 1
}

process.exitCode = await run()
