import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encode } from '../../graph/encode.ts'
import { input } from '../../graph/tensor.ts'
import { loss } from '../../layers/loss.ts'
import { declarations } from '../../layers/scope.ts'
import { openSession } from '../../runtime/session.ts'
import { readGoldenTtm, relativeDistance } from './golden.ts'
import { encodeTtm, ttmInputs } from './graph.ts'
import { ttm, ttmTarget } from './network.ts'

const shared = join(process.env.SERIEMA_SHARED ?? '../shared', 'golden/ttm')
const own = join(import.meta.dirname, '../../../golden/ttm')
const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map(name => join(folder, name))
  } catch {
    return []
  }
}

test.skipIf(filesIn(shared).length > 0)(`the shared golden cases are absent: set SERIEMA_SHARED`, context =>
  context.skip(),
)

describe('prediction and loss are those of the original', () => {
  test.each([...filesIn(own), ...filesIn(shared)])('%s', async file => {
    const { config, weights, feeds, output } = readGoldenTtm(readFileSync(file))
    const masked = 'past_observed_mask' in feeds
    const inputs = ttmInputs(config, { masked })
    const prediction = ttm(declarations().scope, config, inputs)
    const future = inputs.future ?? input('future_values', ['batch', config.predictionLength, config.channels])
    const outputs = { prediction, loss: loss(prediction, ttmTarget(future, config), config.loss) }
    const session = await openSession(encode({ outputs, parameters: weights }), { providers: ['cpu'] })
    const result = await session.run(feeds)
    await session.close()
    expect(relativeDistance(result.prediction!.values as Float32Array, output.get('prediction')!)).toBeLessThan(1e-5)
    expect(relativeDistance(result.loss!.values as Float32Array, output.get('loss')!)).toBeLessThan(1e-5)
    expect(encodeTtm(config, weights, { masked }).length).toBeGreaterThan(0)
  })
})
