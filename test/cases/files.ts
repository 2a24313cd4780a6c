import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Comparison, ExpectedCase } from '@seriema/api/sources/file/compare-case'
import { compareCase } from '@seriema/api/sources/file/compare-case'
import { readCase } from '@seriema/api/sources/file/read-case'
import { compareReported, readReported, reported } from '@seriema/api/sources/file/reported-cases'

/** Something that was given, and what is right of it. */
export interface Asked {
  readonly name: string
  compare(): Promise<readonly Comparison[]>
}

/** How each file of `cases` is to be read; none where the folder has none. */
export function fileCases(cases: string): readonly Asked[] {
  const [small, reports] = [join(cases, 'csv'), join(cases, 'reports')]
  const found: Asked[] = []
  if (existsSync(join(small, 'expected.json'))) {
    const expected: Record<string, ExpectedCase> = JSON.parse(readFileSync(join(small, 'expected.json'), 'utf8'))
    for (const [name, each] of Object.entries(expected))
      found.push({
        name: `csv/${name}`,
        compare: async () => compareCase(await readCase(readFileSync(join(small, name))), each),
      })
  }
  if (existsSync(reports) && readdirSync(reports).length > 0)
    for (const each of reported)
      found.push({
        name: `reports/${each[0]}`,
        compare: async () => compareReported(await readCase(readReported(reports, each[0]), each[5]), each),
      })
  return found
}
