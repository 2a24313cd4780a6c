import { expect, onTestFinished, test } from 'vitest'
import { encode } from '../graph/encode.ts'
import { add, multiply } from '../graph/ops/elementwise.ts'
import { input, scalar } from '../graph/tensor.ts'
import { type Job, openReplicas } from './replicas.ts'
import { sharedCopy, sharedFloats } from './shared-memory.ts'

const [doubled, summed] = [0, 1]
const graphs = [
  encode({ outputs: { y: multiply(input('x', ['length']), scalar(2)) } }),
  encode({ outputs: { y: add(input('a', ['length']), input('b', ['length'])) } }),
]

async function open(count: number) {
  const replicas = await openReplicas(graphs, count)
  onTestFinished(() => replicas.close())
  return replicas
}
const feed = (values: Float32Array) => ({ values, shape: [values.length] })
const double = (x: Float32Array, y: Float32Array): Job => ({
  graph: doubled,
  feeds: { x: feed(x) },
  into: { y: feed(y) },
})

test.each([1, 2, 3])('%i replicas run a phase together, and the next one sees what all of them wrote', async count => {
  const replicas = await open(count)
  const results = Array.from({ length: count }, () => sharedFloats(2))
  const sums = sharedFloats(2)
  for (let round = 1; round <= 20; round++) {
    const doubles = results.map((y, i) => double(Float32Array.of(round, i), y))
    const sum: Job = {
      graph: summed,
      feeds: { a: feed(results[0]!), b: feed(results.at(-1)!) },
      into: { y: feed(sums) },
    }
    await replicas.run([doubles, [sum]])
    expect(results.map(y => [...y])).toEqual(results.map((_, i) => [2 * round, 2 * i]))
    expect([...sums]).toEqual([4 * round, 2 * (count - 1)])
  }
})

test('what the caller writes to shared memory between two runs is what the replicas read', async () => {
  const replicas = await open(2)
  const x = [sharedCopy(Float32Array.of(1)), sharedCopy(Float32Array.of(2))] as const
  const y = [sharedFloats(1), sharedFloats(1)] as const
  const jobs = [double(x[0], y[0]), double(x[1], y[1])]
  await replicas.run([jobs])
  x[1][0] = 21
  await replicas.run([jobs])
  expect([y[0][0], y[1][0]]).toEqual([2, 42])
})

test.each([0, 1])('a job that fails in replica %i is told, and no other one is kept waiting', async failing => {
  const replicas = await open(2)
  const fitting = double(Float32Array.of(1), sharedFloats(1))
  const tooShort = double(Float32Array.of(1, 2, 3), sharedFloats(1))
  const jobs = failing === 0 ? [tooShort, fitting] : [fitting, tooShort]
  await expect(replicas.run([jobs, [fitting]])).rejects.toThrow()
})

test('a graph that cannot be opened is told, and leaves no thread behind', async () => {
  await expect(openReplicas([new Uint8Array(3)], 2)).rejects.toThrow(/no provider could load the model/)
})
