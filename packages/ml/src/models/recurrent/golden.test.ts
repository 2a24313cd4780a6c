import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readGoldenRecurrent } from './golden.ts'
import { verifyGoldenRecurrent } from './verify.ts'

const shared = join(process.env.SERIEMA_SHARED ?? '../shared', 'golden/rnn')

describe.each(['lstm', 'gru'] as const)('%s', cell => {
  const file = join(shared, `${cell}.safetensors`)

  test.skipIf(!existsSync(file))('prediction, loss, gradients and ten steps of Adam are those of torch', async () => {
    const golden = readGoldenRecurrent(readFileSync(file))!
    expect(golden.config).toMatchObject({ cell, lookback: 24, channels: 2, steps: 4, layers: [{}, {}] })
    const comparisons = await verifyGoldenRecurrent(golden)
    expect(comparisons).toHaveLength(golden.gradients.size + 4)
    for (const { name, apart } of comparisons) expect(apart, name).toBeLessThan(1e-5)
  })
})
