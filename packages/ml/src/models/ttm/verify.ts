import { gradient } from '../../graph/gradient.ts'
import { evaluate, oneThread } from '../../runtime/evaluate.ts'
import type { SessionOptions } from '../../runtime/session.ts'
import { adamW } from '../../training/optimiser.ts'
import { openTrainer } from '../../training/trainer.ts'
import { type GoldenTtm, relativeDistance } from './golden.ts'
import { ttmLoss } from './loss.ts'

/** One thing that was compared: how far apart it is, relative to the length of what it should be, and how far it may be. */
export interface Comparison {
  readonly name: string
  readonly apart: number
  readonly limit: number
}

/** Prediction, loss, every gradient, and the losses of the optimiser steps, against the original's. */
export async function verifyGoldenTtm(
  golden: GoldenTtm,
  where: SessionOptions = oneThread,
): Promise<readonly Comparison[]> {
  const { config, weights, feeds, output, gradients } = golden
  const { prediction, loss, parameters } = ttmLoss(config, { masked: 'past_observed_mask' in feeds })
  const learnt = parameters.filter(({ name }) => gradients.has(name))
  const found = gradient(
    loss,
    learnt.map(({ tensor }) => tensor),
  )
  const outputs = Object.fromEntries(learnt.map(({ name }, i) => [`gradient of ${name}`, found[i]!]))
  const result = await evaluate({ outputs: { prediction, loss, ...outputs }, parameters: weights }, feeds, where)
  const compare = (name: string, want: Float32Array, limit: number, got = result[name]?.values as Float32Array) => ({
    name,
    apart: got === undefined ? Number.POSITIVE_INFINITY : relativeDistance(got, want),
    limit,
  })
  const trainer = await openTrainer({ loss, parameters, weights, optimiser: adamW(), ...where })
  const wanted = output.get('adamw_losses') ?? new Float32Array()
  const losses = new Float32Array(wanted.length)
  for (let i = 0; i < wanted.length; i++) losses[i] = await trainer.step(feeds, { rate: 1e-3 })
  await trainer.close()
  return [
    compare('prediction', output.get('prediction') ?? new Float32Array(), 1e-4),
    compare('loss', output.get('loss') ?? new Float32Array(), 1e-4),
    ...[...gradients].map(([name, want]) => compare(`gradient of ${name}`, want, 1e-4)),
    compare('ten steps of AdamW', wanted, 1e-3, losses),
  ]
}
