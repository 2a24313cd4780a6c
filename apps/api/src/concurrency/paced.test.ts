import { expect, test } from 'vitest'
import { createPaced } from './paced.ts'

const never = new AbortController().signal

test('what is told is done in order, one at a time, and of one name only the last that was told', async () => {
  const done: string[] = []
  const { tell, settled } = createPaced(1, never)
  const work = (what: string) => async () => void done.push(what)
  for (const i of [1, 2, 3]) tell('progress', work(`progress ${i}`))
  tell('phase', work('phase'))
  tell('progress', work('progress 4'))
  await settled()
  expect(done).toEqual(['progress 4', 'phase'])
  tell('more', work('more'))
  await settled()
  expect(done.at(-1)).toBe('more')
})

test('between two beginnings lies the pace', async () => {
  const begun: number[] = []
  const { tell, settled } = createPaced(30, never)
  for (const name of ['a', 'b', 'c']) tell(name, async () => void begun.push(performance.now()))
  await settled()
  expect(begun[2]! - begun[0]!).toBeGreaterThanOrEqual(58)
})

test('after a failure nothing more is done, and whoever waits is told', async () => {
  const broken = new Error('broken')
  const { tell, settled } = createPaced(1, never)
  tell('a', () => Promise.reject(broken))
  tell('b', () => Promise.reject(new Error('must not run')))
  await expect(settled()).rejects.toBe(broken)
  tell('c', () => Promise.reject(new Error('must not run')))
  await expect(settled()).rejects.toBe(broken)
})
