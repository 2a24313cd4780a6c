import { expect, test } from 'vitest'
import { rest, retry } from './retry.ts'

/** Work that fails so many times, then answers with how often it ran. */
function failing(times: number) {
  let runs = 0
  return async () => {
    if (runs++ < times) throw new Error(`failure ${runs}`)
    return runs
  }
}

test('work is tried until it succeeds, each pause by what failed and how often', async () => {
  const told: [string, number][] = []
  const pause = (error: unknown, failures: number) => {
    told.push([(error as Error).message, failures])
    return 0
  }
  expect(await retry(failing(3), { pause })).toBe(4)
  expect(told).toEqual([
    ['failure 1', 1],
    ['failure 2', 2],
    ['failure 3', 3],
  ])
})

test('what is not to be tried again is thrown as it failed', async () => {
  const work = failing(5)
  await expect(retry(work, { pause: (_, failures) => (failures < 3 ? 0 : null) })).rejects.toThrow('failure 3')
})

test('a signal ends the waiting with its reason, and nothing runs any more', async () => {
  const stop = new AbortController()
  let runs = 0
  const work = async () => {
    runs++
    throw new Error('away')
  }
  const ended = retry(work, { pause: () => 3_600_000, signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(ended).rejects.toThrow('enough')
  expect(runs).toBe(1)
})

test('a rest ends early, and leaves no listener behind', async () => {
  const stop = new AbortController()
  const resting = rest(3_600_000, stop.signal)
  stop.abort()
  await resting
  await rest(3_600_000, stop.signal)
})
