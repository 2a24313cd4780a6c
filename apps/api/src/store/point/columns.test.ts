import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbers, readColumns } from './columns.ts'

test('numbers come back as PostgreSQL wrote them, missing ones as NaN', () => {
  const number = fc.oneof(
    fc.double({ noDefaultInfinity: true }).map(x => x + 0),
    fc.constant(Number.NaN),
  )
  fc.assert(
    fc.property(fc.array(number), list => {
      expect(Array.from(numbers(list.map(String).join(',')))).toEqual(list)
    }),
  )
  expect(numbers(null)).toHaveLength(0)
})

test('rows become columns, turned round when they came newest first', () => {
  const texts = { times: '1000.0001,2000,2999.9999', values: '1,NaN,3,4,5,6' }
  const channels = [Float64Array.of(1, 3, 5), Float64Array.of(Number.NaN, 4, 6)]
  expect(readColumns(texts, 2)).toEqual({ times: Float64Array.of(1_000, 2_000, 3_000), channels })
  expect(readColumns(texts, 2, true)).toEqual({
    times: Float64Array.of(3_000, 2_000, 1_000),
    channels: channels.map(values => values.toReversed()),
  })
})
