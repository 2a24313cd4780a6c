import { expect, test } from 'vitest'
import { syntheticBatch } from '../../synthetic/windows.ts'
import { readCheckpoint, writeCheckpoint } from '../../training/checkpoint.ts'
import { ttmParameters } from './graph.ts'
import { parseTtmConfig } from './parse-config.ts'
import { type Judged, type PretrainOptions, pretrain } from './pretrain.ts'

const config = parseTtmConfig({
  model_type: 'tinytimemixer',
  context_length: 96,
  prediction_length: 8,
  patch_length: 12,
  patch_stride: 12,
  d_model: 16,
  num_layers: 1,
  adaptive_patching_levels: 2,
  decoder_d_model: 8,
  decoder_num_layers: 1,
})
const size = { rows: 16, context: 96, horizon: 8 }
const options: PretrainOptions = {
  config,
  seed: 1,
  steps: 6,
  rate: 0.01,
  judgeEvery: 3,
  batch: async step => syntheticBatch(1, step, size),
  heldOut: syntheticBatch(9, 0, { ...size, rows: 64 }),
  providers: ['cpu'],
  threads: 1,
}

test('what was never seen is forecast far better than by weights that learnt for a single step', {
  timeout: 60_000,
}, async () => {
  const losses: number[] = []
  const onJudged = async ({ heldOutLoss }: Judged) => void losses.push(heldOutLoss)
  await pretrain({ ...options, steps: 1, judgeEvery: 1, onJudged })
  await pretrain({ ...options, steps: 200, judgeEvery: 200, onJudged })
  expect(losses).toHaveLength(2)
  expect(losses[1]!).toBeLessThan(0.9 * losses[0]!)
})

test('going on from a checkpoint ends in the weights of a run that never ended', async () => {
  const whole = await pretrain(options)
  let file = new Uint8Array()
  const stop = new AbortController()
  await pretrain({
    ...options,
    signal: stop.signal,
    async onJudged({ state }) {
      file = new Uint8Array(writeCheckpoint(state, ttmParameters(config)))
      stop.abort()
    },
  })
  const { state } = readCheckpoint(file, ttmParameters(config))
  expect(state.step).toBe(3)
  expect(await pretrain({ ...options, state })).toEqual(whole)
})
