import { expect, test } from 'vitest'
import { leaveTrace, recallTrace } from './fleet-trace.ts'

function storage() {
  const held = new Map<string, string>()
  return () => ({
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, text: string) => void held.set(name, text),
  })
}

test('a reload finds how far the same question was read, and no more than can be read again', () => {
  const tab = storage()
  expect(recallTrace(tab, 'KEY ')).toBeNull()
  leaveTrace(tab, 'KEY ', { rows: 500, scroll: 24_000.5 })
  expect(recallTrace(tab, 'KEY ')).toEqual({ rows: 500, scroll: 24_000.5 })
  expect(recallTrace(tab, 'KEY pump')).toBeNull()
  leaveTrace(tab, 'KEY ', { rows: 1e6, scroll: 9 })
  expect(recallTrace(tab, 'KEY ')).toEqual({ rows: 2_000, scroll: 9 })
})

test('what is unreadable, foreign or refused is no trace', () => {
  for (const text of ['', '{', '7', '{"question":"KEY ","rows":-1,"scroll":0}', '{"question":"KEY ","rows":"9"}'])
    expect(recallTrace(() => ({ getItem: () => text }), 'KEY ')).toBeNull()
  const refuse = (): never => {
    throw new Error('refused')
  }
  expect(recallTrace(refuse, 'KEY ')).toBeNull()
  leaveTrace(refuse, 'KEY ', { rows: 1, scroll: 0 })
})
