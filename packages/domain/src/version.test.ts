import fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveVersions, parseVersionName, toArchive, versionName } from './version.ts'

test('a name and its number are the same thing', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), n => parseVersionName(versionName(n)) === n))
  for (const wrong of ['', 'v', 'v0', 'v01', '3', 'V3', 'v3 ', 'v-1', 'v1e3', 'v9999999999'])
    expect(() => parseVersionName(wrong)).toThrow(/v1, v2, v3/)
})

test('ten stay live, a deployed one is never archived', () => {
  const live = fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 500 }), deployed: fc.boolean() }), {
    selector: ({ number }) => number,
    maxLength: 40,
  })
  fc.assert(
    fc.property(live, versions => {
      const gone = toArchive(versions)
      expect(gone.some(({ deployed }) => deployed)).toBe(false)
      const left = versions.filter(one => !gone.includes(one))
      const newest = versions.toSorted((a, b) => b.number - a.number).slice(0, liveVersions)
      expect(newest.every(one => left.includes(one))).toBe(true)
      expect(left.every(one => one.deployed || newest.includes(one))).toBe(true)
    }),
  )
})
