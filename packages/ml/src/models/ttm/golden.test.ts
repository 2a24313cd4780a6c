import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gradient } from '../../graph/gradient.ts'
import { evaluate } from '../../runtime/evaluate.ts'
import { adamW } from '../../training/optimiser.ts'
import { openTrainer } from '../../training/trainer.ts'
import { readGoldenTtm, relativeDistance } from './golden.ts'
import { ttmLoss } from './loss.ts'

const shared = join(process.env.SERIEMA_SHARED ?? '../shared', 'golden/ttm')
const own = join(import.meta.dirname, '../../../golden/ttm')
const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map(name => join(folder, name))
  } catch {
    return []
  }
}

const files = [...filesIn(own), ...filesIn(shared)]

test('the shared golden cases are there', context => {
  if (filesIn(shared).length === 0) context.skip(`none in ${shared}: set SERIEMA_SHARED`)
})

describe.each(files)('%s', file => {
  const golden = readGoldenTtm(readFileSync(file))
  const { config, weights, feeds, output, gradients } = golden
  const { prediction, loss, parameters } = ttmLoss(config, { masked: 'past_observed_mask' in feeds })

  test('prediction, loss and every gradient are those of the original', async () => {
    const names = [...gradients.keys()]
    const tensorOf = new Map(parameters.map(({ name, tensor }) => [name, tensor]))
    const wanted = gradient(
      loss,
      names.map(name => tensorOf.get(name)!),
    )
    const parts = Object.fromEntries(names.map((name, i) => [`grad.${name}`, wanted[i]!]))
    const result = await evaluate({ outputs: { prediction, loss, ...parts }, parameters: weights }, feeds)
    const apart = (name: string, want: Float32Array) => relativeDistance(result[name]!.values as Float32Array, want)
    expect(apart('prediction', output.get('prediction')!)).toBeLessThan(1e-5)
    expect(apart('loss', output.get('loss')!)).toBeLessThan(1e-5)
    for (const name of names) expect(apart(`grad.${name}`, gradients.get(name)!), name).toBeLessThan(1e-4)
  })

  test('ten steps of AdamW go where the original goes', async () => {
    const trainer = await openTrainer({ loss, parameters, weights, optimiser: adamW(), providers: ['cpu'] })
    const losses = []
    for (let i = 0; i < 10; i++) losses.push(await trainer.step(feeds, { rate: 1e-3 }))
    expect(relativeDistance(losses, output.get('adamw_losses')!)).toBeLessThan(1e-4)
    await trainer.close()
  })
})
