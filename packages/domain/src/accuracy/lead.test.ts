import fc from 'fast-check'
import { expect, test } from 'vitest'
import { after, type Step } from '../step.ts'
import { type Candidate, chooseForecasts, fewestSteps, leadOf, leads, originsOf } from './lead.ts'

const zone = 'Europe/Berlin'
const steps: readonly Step[] = [
  { unit: 'millisecond', count: 60_000 },
  { unit: 'day', count: 1, zone },
  { unit: 'businessDay', count: 1, zone, weekdays: [1, 2, 3, 4, 5] },
  { unit: 'month', count: 1, zone, day: 31 },
]
/** A Monday, 8 o'clock in Berlin. */
const begin = Date.UTC(2026, 5, 1, 6)

test('every number of steps has one lead, whose range holds it', () => {
  for (let n = 1; n <= 8_760; n++) {
    const lead = leadOf(n)
    expect(leads).toContain(lead)
    expect(n >= fewestSteps(lead) && n <= lead).toBe(true)
  }
})

test('a forecast made so many steps before lies within the origins of its lead, by any calendar', () => {
  fc.assert(
    fc.property(fc.constantFrom(...steps), fc.integer({ min: 1, max: 200 }), fc.nat(300), (step, ahead, place) => {
      const origin = after(step, begin, place)
      const at = after(step, origin, ahead)
      const [from, to] = originsOf(step, at, leadOf(ahead))
      expect(origin >= from && origin <= to).toBe(true)
    }),
  )
})

const made = (id: number, place: number, over: Partial<Candidate> = {}): Candidate => ({
  id,
  forecaster: 'theta',
  versionId: null,
  origin: begin + place * 60_000,
  step: steps[0]!,
  horizon: 96,
  ...over,
})
const at = begin + 200 * 60_000

test('a series that is forecast at every point is compared at each doubling, and at its horizon', () => {
  const every = Array.from({ length: 210 }, (_, i) => made(i, i))
  expect(chooseForecasts(at, every).map(one => one.steps)).toEqual([96, 64, 32, 16, 8, 4, 2, 1])
})

test('one that is seldom forecast is compared at whatever lead there is, each forecaster and version by itself', () => {
  const seldom = [made(1, 189), made(2, 188, { versionId: 7 }), made(3, 160, { horizon: 30 })]
  expect(chooseForecasts(at, seldom).map(one => [one.candidate.id, one.steps, one.lead])).toEqual([
    [1, 11, 16],
    [2, 12, 16],
  ])
})

test('what is kept later takes no place, and nothing is compared with what was made of the point itself', () => {
  expect(chooseForecasts(at, [made(5, 199), made(3, 199), made(4, 200)]).map(one => one.candidate.id)).toEqual([3])
})
