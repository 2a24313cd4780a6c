import { expect, test } from 'vitest'
import { encode } from '../graph/encode.ts'
import { add } from '../graph/ops/elementwise.ts'
import { input, scalar } from '../graph/tensor.ts'
import { missing } from './provider.ts'
import { openSession } from './session.ts'

const model = encode({ outputs: { y: add(input('x', ['batch']), scalar(1)) } })

test('the first provider that works serves, and each one before it says why it does not', async () => {
  const session = await openSession(model)
  const run = await session.run({ x: { values: Float32Array.of(1, 2), shape: [2] } })
  expect(run).toEqual({ y: { values: Float32Array.of(2, 3), shape: [2] } })
  const order = ['cuda', 'webgpu', 'cpu']
  expect(session.refused.map(({ provider }) => provider)).toEqual(order.slice(0, order.indexOf(session.provider)))
  expect(session.refused.every(({ reason }) => reason.length > 0)).toBe(true)
  await session.close()
  await session.close()
})

test('a file that is no model is unavailable everywhere, with the reasons', async () => {
  const opened = openSession(new Uint8Array([1, 2, 3]), { providers: ['cpu'] })
  await expect(opened).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { refused: [{ provider: 'cpu' }] } })
})

test('the CPU is never missing', () => {
  expect(missing('cpu')).toBeUndefined()
  expect(missing('webgpu', 'darwin')).toBeUndefined()
})
