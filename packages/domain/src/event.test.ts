import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrivalRanges, firstMessage, importStatuses, pointsPerEvent, rowsPerMessage, seriesStatuses } from './event.ts'

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0)
const itself = (weight: number) => weight

test('events are cut into whole, ordered messages, each as large as it may be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: pointsPerEvent }), { maxLength: 40 }), events => {
      const cut: number[] = []
      while (cut.length < events.length) {
        const left = events.slice(cut.length)
        const message = firstMessage(left, itself)
        expect(sum(message)).toBeLessThanOrEqual(rowsPerMessage)
        if (message.length < left.length) expect(sum(left.slice(0, message.length + 1))).toBeGreaterThan(rowsPerMessage)
        cut.push(...message)
      }
      expect(cut).toEqual(events)
    }),
  )
})

test('an event larger than a message is a message of its own', () => {
  const large = 2 * rowsPerMessage
  expect(firstMessage([large, large], itself)).toEqual([large])
})

test('arrival numbers are told in ranges that follow each other, none larger than an event may be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 20_000 }), (first, count) => {
      const ranges = arrivalRanges(first, count)
      let next = first
      for (const { fromSeq, toSeq } of ranges) {
        expect(fromSeq).toBe(next)
        expect(toSeq - fromSeq + 1).toBeGreaterThan(0)
        expect(toSeq - fromSeq + 1).toBeLessThanOrEqual(pointsPerEvent)
        next = toSeq + 1
      }
      expect(next).toBe(first + count)
      expect(ranges).toHaveLength(Math.ceil(count / pointsPerEvent))
    }),
  )
})

test('a status speaks of its own case, and of a series by the name people gave it', () => {
  const { SERIES_CREATED, GENERATOR_STARTED, SCORER_FELL_BACK } = seriesStatuses
  expect(SERIES_CREATED.message({ key: 'boiler', title: 'Boiler 7' })).toBe('Boiler 7 was created')
  expect(SERIES_CREATED.message({ key: 'boiler', title: null })).toBe('boiler was created')
  expect(GENERATOR_STARTED.message({ key: 'boiler', interval: 500 })).toBe(
    'the generator of boiler makes a point every 0.5 s',
  )
  expect(SCORER_FELL_BACK.message({ key: 'boiler', reason: 'it took too long' })).toBe(
    'boiler is watched by the z-score for now: it took too long',
  )
  const progress = { fileName: 'may.csv', state: 'running', rowsRead: 20, stored: 19 }
  expect(importStatuses.IMPORT_PROGRESSED.message(progress)).toBe('may.csv: running, 20 rows read, 19 points stored')
})
