import type { CaseReading } from './read-case.ts'

/** What a small file ought to be read as, as far as it is said. */
export interface ExpectedCase {
  readonly points?: number
  /** First and last value of each; anything else is a remark. */
  readonly channels?: Readonly<Record<string, unknown>>
  /** Points of each series, `…` standing for what keys begin with. */
  readonly series?: Readonly<Record<string, number>>
  readonly first?: string
  readonly last?: string
  /** Of the first channel. */
  readonly unit?: string
  readonly units?: readonly string[]
}

/** One thing that is expected of a file, beside what was read. */
export interface Comparison {
  readonly what: string
  readonly expected: string
  readonly got: string
  readonly same: boolean
}

const instant = /^\d{4}-\d{2}-\d{2}T/

/** Everything that is expected of a file, one by one. Nothing may be rejected. */
export function compareCase(read: CaseReading, expected: ExpectedCase): readonly Comparison[] {
  const all = Object.values(expected.series ?? {}).reduce((a, b) => a + b, 0)
  const found = [compare('rejected', 0, read.rejections.length), compare('points', expected.points ?? all, read.points)]
  for (const end of ['first', 'last'] as const)
    if (instant.test(expected[end] ?? '')) found.push(compare(end, iso(expected[end]!), read[end]))
  for (const [name, ends] of Object.entries(expected.channels ?? {}))
    if (Array.isArray(ends)) {
      const channel = read.channels.find(each => each.name === name)
      found.push(compare(name, ends, [channel?.first, channel?.last]))
    }
  for (const [key, points] of Object.entries(expected.series ?? {}))
    found.push(compare(`series ${key}`, points, read.series[key.replace('…', '')]))
  const units = read.channels.map(({ unit }) => unit)
  if (expected.unit !== undefined) found.push(compare('unit', expected.unit, units[0]))
  if (expected.units !== undefined) found.push(compare('units', expected.units, units))
  return found
}

const iso = (text: string): string => new Date(text).toISOString()

export function compare(what: string, expected: unknown, got: unknown): Comparison {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(got) ?? 'nothing']
  return { what, expected: one, got: other, same: one === other }
}
