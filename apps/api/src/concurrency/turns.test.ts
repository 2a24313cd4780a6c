import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('one holder of a key at a time, everyone gets a turn, whatever the order of keys', async () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(fc.array(keys, { maxLength: 20 }), async calls => {
      const turns = createTurns()
      const holding = new Map<string, number>()
      let done = 0
      await Promise.all(
        calls.map(async (wanted, call) => {
          const release = await turns.take(wanted)
          for (const key of new Set(wanted)) {
            expect(holding.has(key)).toBe(false)
            holding.set(key, call)
          }
          await new Promise(resolve => setImmediate(resolve))
          for (const key of new Set(wanted)) holding.delete(key)
          done++
          release()
        }),
      )
      expect(done).toBe(calls.length)
    }),
  )
})

test('those who want nothing in common do not wait for each other', async () => {
  const turns = createTurns()
  await turns.take(['a'])
  const release = await turns.take(['b'])
  release()
})
