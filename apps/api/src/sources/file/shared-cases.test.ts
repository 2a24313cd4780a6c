import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ExpectedCase } from './compare-case.ts'
import { compareCase } from './compare-case.ts'
import { readCase } from './read-case.ts'
import { readReported, reported } from './reported-cases.ts'

const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../../shared')
const csv = resolve(shared, 'cases/csv')
const reports = resolve(shared, 'cases/reports')
const without = 'skipped where SERIEMA_SHARED has none'

describe.skipIf(!existsSync(csv))(`small files of many shapes (${without})`, () => {
  const expectations: Record<string, ExpectedCase> = existsSync(csv)
    ? JSON.parse(readFileSync(resolve(csv, 'expected.json'), 'utf8'))
    : {}
  it.each(Object.entries(expectations))('%s', async (name, expected) => {
    const compared = compareCase(await readCase(readFileSync(resolve(csv, name))), expected)
    expect(compared.length).toBeGreaterThan(1)
    expect(compared.filter(({ same }) => !same)).toEqual([])
  })
})

describe.skipIf(!existsSync(reports))(`files out of public reports (${without})`, () => {
  it.each(reported.map(([file, ...each]) => ({ file, each })))(
    '$file',
    async ({ file, each: [points, first, last, value, plan] }) => {
      const { rejections, channels, ...read } = await readCase(readReported(reports, file), plan)
      expect(rejections).toEqual([])
      expect([read.points, read.first!.slice(0, 16), read.last!.slice(0, 16)]).toEqual([points, first, last])
      expect([channels[0]!.first, channels[0]!.last]).toEqual(value)
      const instants = new Set(read.rows.map(row => `${row.key} ${row.at}`))
      expect(instants.size).toBe(read.rows.length)
    },
  )

  it('every file is read, and what is left out is said', async () => {
    const files = readdirSync(reports, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.csv'))
    for (const file of files) {
      const { layout, leftOut } = await readCase(readFileSync(resolve(reports, file)))
      const placed = new Set([...layout.timeColumns, ...layout.keyColumns, ...layout.valueColumns])
      const unnamed = (name: string) => /^column_\d+$/.test(name)
      const lost = layout.columns.filter((name, position) => !placed.has(position) && !unnamed(name))
      expect([file, leftOut.map(({ name }) => name).filter(name => !unnamed(name))]).toEqual([file, lost])
    }
  })
})
