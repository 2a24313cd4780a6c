import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import { encode } from '@seriema/ml/graph/encode'
import { add } from '@seriema/ml/graph/ops/elementwise'
import { input, scalar } from '@seriema/ml/graph/tensor'
import { readGoldenTtm } from '@seriema/ml/models/ttm/golden'
import { verifyGoldenTtm } from '@seriema/ml/models/ttm/verify'
import { type Provider, providers } from '@seriema/ml/runtime/provider'
import { openSession } from '@seriema/ml/runtime/session'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../packages/ml/golden/ttm')
const smallest = encode({ outputs: { y: add(input('x', ['batch']), scalar(1)) } })

/** Why a provider does not serve here; null where it does. */
async function refusal(provider: Provider): Promise<string | null> {
  try {
    await (await openSession(smallest, { providers: [provider] })).close()
    return null
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
}

for (const provider of providers) {
  test(`forecasts, gradients and training steps on ${provider} are those of the original`, async context => {
    const refused = await refusal(provider)
    if (refused !== null) context.skip(refused)
    for (const name of readdirSync(folder)) {
      const golden = readGoldenTtm(readFileSync(join(folder, name)))
      for (const { name: what, apart, limit } of await verifyGoldenTtm(golden, { providers: [provider] })) {
        expect(apart, `${name}: ${what}`).toBeLessThan(limit)
      }
    }
  })
}
