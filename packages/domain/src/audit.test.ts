import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, keptText, keptValue } from './audit.ts'

describe('what the audit keeps', () => {
  test('is without secrets, be they named so or pasted where they do not belong', () => {
    const key = `srm_abcdefghijkl_${'x'.repeat(43)}`
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmVk'
    const kept = JSON.stringify(
      keptValue({ note: `use ${key}`, list: [token], clientSecret: 'hush', Password: 'hush' }),
    )
    expect(kept).not.toMatch(/x{43}|eyJ|hush/)
    expect(kept).toContain('srm_abcdefghijkl_(hidden)')
  })

  test('is short whatever is given, and JSON', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 8, maxKeys: 60, withTypedArray: true, withBigInt: true }), value => {
        const text = JSON.stringify(keptValue(value))
        expect(text.length).toBeLessThanOrEqual(3_000)
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
        expect(text).not.toContain('\\u0000')
      }),
    )
    expect(keptText('x'.repeat(10_000)).length).toBeLessThan(400)
    expect(keptValue({ times: Array.from({ length: 10_000 }, (_, i) => i) })).toMatchObject({
      times: expect.arrayContaining(['(9970 more)']),
    })
  })

  test('says what changed, and nothing of what stayed', () => {
    expect(differences('Series kiln', { title: 'a', unit: 'K' }, { title: 'b', unit: 'K' })).toEqual([
      { target: 'Series kiln', field: 'title', before: 'a', after: 'b' },
    ])
    expect(differences('Model m', null, { name: 'm' })).toEqual([
      { target: 'Model m', field: 'name', before: null, after: 'm' },
    ])
    const long = { settings: 'y'.repeat(1_000) }
    expect(differences('Model m', long, { settings: `${long.settings}z` })).toHaveLength(1)
  })
})
