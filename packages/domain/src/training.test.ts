import { expect, test } from 'vitest'
import {
  enterState,
  mayFollow,
  nextTrainingStates,
  progressAfter,
  type TrainingCourse,
  takeUp,
  trainingPhases,
  trainingStates,
  unfinishedStates,
} from './training.ts'

test('every state leads to an end, and nothing follows one', () => {
  for (const state of trainingStates) {
    const seen = new Set<string>([state])
    for (const one of seen)
      for (const next of nextTrainingStates[one as keyof typeof nextTrainingStates]) seen.add(next)
    expect(['completed', 'failed', 'cancelled'].some(end => seen.has(end))).toBe(true)
  }
  expect(trainingStates.filter(state => !unfinishedStates.includes(state))).toEqual([
    'completed',
    'failed',
    'cancelled',
  ])
})

test('whoever is under way can be cancelled, can fail, and can be taken up again', () => {
  for (const state of unfinishedStates) {
    expect(mayFollow(state, 'cancelled') && mayFollow(state, 'failed')).toBe(true)
    if (state !== 'queued') expect(mayFollow(state, 'queued')).toBe(true)
  }
})

test('phases follow each other, and none is left out', () => {
  const order = ['queued', ...trainingPhases, 'completed'] as const
  for (const [i, state] of order.entries()) {
    if (i + 1 < order.length) expect(mayFollow(state, order[i + 1]!)).toBe(true)
    for (const later of order.slice(i + 2, -1)) expect(mayFollow(state, later)).toBe(false)
  }
})

const fresh: TrainingCourse = {
  state: 'queued',
  attempt: 0,
  progress: 0,
  phases: [],
  startedAt: null,
  finishedAt: null,
}

test('a course keeps when each phase began, comes on with it, and ends once', () => {
  let course = fresh
  for (const [i, state] of [...trainingPhases, 'completed' as const].entries()) {
    const next = enterState(course, state, 1_000 * (i + 1))!
    expect(next.progress).toBeGreaterThanOrEqual(course.progress)
    course = next
  }
  expect(course).toMatchObject({ state: 'completed', attempt: 1, progress: 1, startedAt: 1_000, finishedAt: 5_000 })
  expect(course.phases).toEqual(trainingPhases.map((phase, i) => ({ phase, at: 1_000 * (i + 1) })))
  for (const state of trainingStates) expect(enterState(course, state, 9)).toBeNull()
})

test('every change of state that is not among those allowed is refused', () => {
  for (const from of trainingStates)
    for (const to of trainingStates)
      expect(enterState({ ...fresh, state: from }, to, 1) !== null).toBe(mayFollow(from, to))
})

test('whoever takes up a training that was left behind counts as another attempt and begins with its data', () => {
  for (const state of unfinishedStates) {
    const taken = takeUp({ ...fresh, state, attempt: 3, progress: 0.7, startedAt: 5 }, 9)
    expect(taken).toMatchObject({ state: 'collecting', attempt: 4, progress: 0, startedAt: 5 })
  }
  for (const state of ['completed', 'failed', 'cancelled'] as const) expect(takeUp({ ...fresh, state }, 9)).toBeNull()
})

test('progress grows with the passes from the beginning of learning to its end', () => {
  const steps = Array.from({ length: 11 }, (_, i) => progressAfter(i, 10))
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  expect([steps[0], steps[10], progressAfter(12, 10)]).toEqual([0.1, 0.9, 0.9])
})
