import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { barrierOf, passBarrier } from './barrier.ts'

const thread = `
  import { parentPort, workerData } from 'node:worker_threads'
  import { passBarrier } from '${new URL('barrier.ts', import.meta.url)}'
  passBarrier(workerData)
  parentPort.postMessage('passed')
`

test('a thread that is woken before all are there goes on waiting, and passes once they are', async () => {
  const barrier = barrierOf(2)
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(thread)}`), { workerData: barrier })
  onTestFinished(async () => void (await worker.terminate()))
  const passed = once(worker, 'message')
  // The call for a round that is over can come late, and wakes whoever waits there: it finds it there each time.
  for (let calls = 0; calls < 3; calls++)
    await expect.poll(() => barrier.words.some((_, word) => Atomics.notify(barrier.words, word) === 1)).toBe(true)
  passBarrier(barrier)
  expect(await passed).toEqual(['passed'])
})
