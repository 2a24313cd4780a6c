import { expect, test } from 'vitest'
import { mayFollow, nextTrainingStates, trainingPhases, trainingStates, unfinishedStates } from './training.ts'

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
