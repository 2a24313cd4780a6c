import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCase } from '../read-case.ts'

const first = Date.UTC(2026, 0, 1)
const instant = (i: number) => new Date(first + i * 86_400_000).toISOString()

/** Ids of a kind, each unlike the others, in no order. */
const idsOf = {
  words: (i: number) => `s${(i * 7_919) % 100_003}`,
  numbers: (i: number) => String(100_000 + ((i * 7_919) % 100_003)),
}

it('however few rows an id has, its rows are a series, whether they come by id or by instant', async () => {
  const shape = fc.record({
    kind: fc.constantFrom('words' as const, 'numbers' as const),
    ids: fc.integer({ min: 20, max: 5_000 }),
    instants: fc.integer({ min: 3, max: 5 }),
    byInstant: fc.boolean(),
    columns: fc.shuffledSubarray(['at', 'customer', 'amount'], { minLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(shape, async ({ kind, ids, instants, byInstant, columns }) => {
      const row = (i: number) => {
        const [id, at] = byInstant ? [i % ids, Math.floor(i / ids)] : [Math.floor(i / instants), i % instants]
        const cells: Record<string, string> = { at: instant(at), customer: idsOf[kind](id), amount: String(i * 3) }
        return columns.map(column => cells[column]).join(',')
      }
      const rows = Array.from({ length: ids * instants }, (_, i) => row(i))
      const read = await readCase(Buffer.from([columns.join(','), ...rows].join('\n')))
      expect(read.layout.keyColumns.map(column => read.layout.columns[column])).toEqual(['customer'])
      expect(Object.keys(read.series).length).toBe(ids)
    }),
    { numRuns: 8 },
  )
}, 60_000)

it('where all that is looked at is one instant, what only numbers the rows is the last to be taken for an id', async () => {
  const rows = Array.from(
    { length: 18_000 },
    (_, i) => `${i + 1},${instant(Math.floor(i / 6_000))},m${i % 6_000},${i}.5`,
  )
  const { layout, leftOut } = await readCase(Buffer.from(`id,time,meter,value\n${rows.join('\n')}`))
  expect(layout.keyColumns.map(column => layout.columns[column])).toEqual(['meter'])
  expect(leftOut.map(({ name }) => name)).toEqual(['id'])
})

it('a number alone beside one instant is measured, not an id', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `2026-01-01T00:00:00Z,${i * 7}`)
  const { layout } = await readCase(Buffer.from(`time,v\n${rows.join('\n')}`))
  expect([layout.keyColumns, layout.valueColumns]).toEqual([[], [1]])
})
