import { expect, test } from 'vitest'
import { shareReads } from './share-reads.ts'

/** A read that answers when it is told to. */
function slowRead() {
  const calls: { keys: readonly string[]; answer: PromiseWithResolvers<ReadonlyMap<string, string>> }[] = []
  const arrived: (() => void)[] = []
  const read = (keys: readonly string[]) => {
    const answer = Promise.withResolvers<ReadonlyMap<string, string>>()
    calls.push({ keys, answer })
    arrived.shift()?.()
    return answer.promise
  }
  const next = () => new Promise<void>(resolve => arrived.push(resolve))
  return { calls, read, next }
}

test('keys asked for while a read is under way are read together by the next, each once', async () => {
  const { calls, read, next } = slowRead()
  const share = shareReads(read)
  let called = next()
  const first = share('a')
  await called
  called = next()
  const rest = [share('a'), share('b'), share('b')]
  calls[0]!.answer.resolve(new Map([['a', 'old']]))
  await called
  expect(calls.map(call => call.keys)).toEqual([['a'], ['a', 'b']])
  calls[1]!.answer.resolve(new Map([['a', 'new']]))
  expect(await first).toBe('old')
  expect(await Promise.all(rest)).toEqual(['new', null, null])
})

test('a read that fails, fails for those who waited for it and for nobody else', async () => {
  const { calls, read, next } = slowRead()
  const share = shareReads(read)
  let called = next()
  const first = share('a')
  await called
  called = next()
  const second = share('a')
  calls[0]!.answer.reject(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  await called
  calls[1]!.answer.resolve(new Map([['a', 'back']]))
  expect(await second).toBe('back')
})
