import { expect, test } from 'vitest'
import { createOneAtATime } from './one-at-a-time.ts'

test('work goes one at a time in the order it was handed in, and what fails holds nobody up', async () => {
  const oneAtATime = createOneAtATime()
  const seen: string[] = []
  const work = (name: string, fails = false) =>
    oneAtATime(async () => {
      seen.push(`${name} begins`)
      await Promise.resolve()
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const all = await Promise.allSettled([work('first'), work('second', true), work('third')])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['first', 'second', 'third'].flatMap(name => [`${name} begins`, `${name} ends`]))
})
