import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOwnUnit, saneScale, scaledBy } from './sane-scale.ts'

const any = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 })

test('whatever doubles hold can be squared and summed up once scaled', () => {
  fc.assert(
    fc.property(any, values => {
      const scaled = scaledBy(Float64Array.from(values), saneScale(Float64Array.from(values)))
      expect(Number.isFinite(4_096 * scaled.reduce((sum, v) => sum + 4 * v * v, 0))).toBe(true)
    }),
  )
})

test('the largest values come back as they were, and nothing comes back infinite', () => {
  fc.assert(
    fc.property(any, list => {
      const values = Float64Array.from(list)
      const scale = saneScale(values)
      const back = inOwnUnit(scaledBy(values, scale), scale)
      const largest = Math.max(...list.map(Math.abs))
      back.forEach((value, i) => {
        if (Math.abs(values[i]!) > largest * 1e-100) expect(value).toBe(values[i])
      })
      expect(inOwnUnit(Float64Array.of(1e300), scale).every(Number.isFinite)).toBe(true)
    }),
  )
})

test('what anybody measures is left as it is', () => {
  const values = Float64Array.of(1e-30, 5e25)
  expect(saneScale(values)).toBe(1)
  expect(scaledBy(values, 1)).toBe(values)
})
