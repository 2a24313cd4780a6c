import { gradient } from '../../graph/gradient.ts'
import { evaluate, oneThread } from '../../runtime/evaluate.ts'
import { openSession, type SessionOptions } from '../../runtime/session.ts'
import { adam } from '../../training/optimiser.ts'
import { openTrainer } from '../../training/trainer.ts'
import { relativeDistance } from '../ttm/golden.ts'
import type { Comparison } from '../ttm/verify.ts'
import type { GoldenRecurrent } from './golden.ts'
import { encodeRecurrent, recurrentModel } from './network.ts'

/** Prediction as trained and as served, loss, every gradient, and the losses of the optimiser steps, against torch's. */
export async function verifyGoldenRecurrent(
  golden: GoldenRecurrent,
  where: SessionOptions = oneThread,
): Promise<readonly Comparison[]> {
  const { config, weights, feeds, output, gradients } = golden
  const { prediction, loss, parameters } = recurrentModel(config)
  const found = gradient(
    loss,
    parameters.map(({ tensor }) => tensor),
  )
  const outputs = Object.fromEntries(parameters.map(({ name }, i) => [`gradient of ${name}`, found[i]!]))
  const result = await evaluate({ outputs: { prediction, loss, ...outputs }, parameters: weights }, feeds, where)
  const compare = (name: string, want: Float32Array | undefined, limit = 1e-4, got = result[name]?.values) => ({
    name,
    apart:
      got === undefined || want === undefined ? Number.POSITIVE_INFINITY : relativeDistance(got as Float32Array, want),
    limit,
  })
  const session = await openSession(encodeRecurrent(config, weights), where)
  const served = await session.run({ past_values: feeds.past_values! })
  await session.close()
  const trainer = await openTrainer({ loss, parameters, weights, optimiser: adam(), ...where })
  const wanted = output.get('adam_losses') ?? new Float32Array()
  const losses = new Float32Array(wanted.length)
  for (let i = 0; i < wanted.length; i++) losses[i] = await trainer.step(feeds, { rate: 1e-3 })
  await trainer.close()
  return [
    compare('prediction', output.get('prediction')),
    compare('prediction as served', output.get('prediction'), 1e-4, served.prediction!.values),
    compare('loss', output.get('loss')),
    ...[...gradients].map(([name, want]) => compare(`gradient of ${name}`, want)),
    compare('ten steps of Adam', wanted, 1e-3, losses),
  ]
}
