import { expect, test } from 'vitest'
import type { ToldTraining } from '../../graphql/training.ts'
import { bestOf, knownUpTo, madeBefore, phasesOf, type Trainings, tell } from './course.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const loss = (epoch: number, validation = 1 / epoch) => ({ epoch, training: 1 / epoch, validation })
const losses = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => loss(from + i))
const training = (id: string, epoch: number): ToldTraining => ({
  id,
  cause: 'ASKED',
  state: 'TRAINING',
  attempt: 1,
  progress: 0.5,
  epoch,
  epochs: 500,
  phases: [],
  points: 100,
  warnings: [],
  version: null,
  failure: null,
  requestedAt: at(0),
  startedAt: at(1),
  finishedAt: null,
  losses: losses(1, epoch),
})
const nothing: Trainings = { all: [], losses: [], total: 0 }

test('a curve grows by what is told of it, whether all of it or only what is new', () => {
  const begun = tell(nothing, [training('a', 300)], 0)
  expect(begun).toMatchObject({ total: 1, losses: losses(1, 300) })
  expect(knownUpTo(begun.losses)).toBe(250)
  const on = tell(begun, [{ ...training('a', 310), losses: losses(251, 310) }], 250)
  expect(on.losses).toEqual(losses(1, 310))
  expect(on.total).toBe(1)
})

test('a training that begins anew has no passes of before, and another has a curve of its own', () => {
  const begun = tell(nothing, [training('a', 300)], 0)
  expect(tell(begun, [{ ...training('a', 0), losses: [] }], 250).losses).toEqual([])
  const next = tell(begun, [training('b', 2)], 250)
  expect(next.all.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(next.losses).toEqual(losses(1, 2))
  expect(tell(next, [{ ...training('a', 301), state: 'COMPLETED' }], 250)).toMatchObject({
    losses: losses(1, 2),
    all: [{ id: 'b' }, { id: 'a', state: 'COMPLETED' }],
  })
})

test('phases are told in order, with the time of all attempts, and those not reached without any', () => {
  const phases = [
    { phase: 'COLLECTING', from: at(1), to: at(2) },
    { phase: 'TRAINING', from: at(2), to: at(5) },
    { phase: 'COLLECTING', from: at(6), to: at(8) },
    { phase: 'TRAINING', from: at(8), to: null },
  ] as const
  expect(phasesOf({ state: 'TRAINING', phases: [...phases] }, Date.parse(at(10)))).toEqual([
    { phase: 'COLLECTING', took: 3_000, current: false },
    { phase: 'PREPROCESSING', took: null, current: false },
    { phase: 'TRAINING', took: 5_000, current: true },
    { phase: 'EVALUATING', took: null, current: false },
  ])
})

test('the best pass is the one with the least validation loss', () => {
  expect(bestOf([])).toBeNull()
  expect(bestOf([loss(1, 3), loss(2, 1), loss(3, 2)])?.epoch).toBe(2)
})

test('a version older than the training that gave it was made before', () => {
  const version = { id: 'v', name: 'v1', createdAt: at(5) }
  expect(madeBefore({ version, requestedAt: at(6) })).toBe(true)
  expect(madeBefore({ version, requestedAt: at(4) })).toBe(false)
  expect(madeBefore({ version: null, requestedAt: at(4) })).toBe(false)
})
