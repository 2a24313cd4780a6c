import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ttmConfigJson } from './config-json.ts'
import { readGoldenTtm } from './golden.ts'
import { parseTtmConfig } from './parse-config.ts'
import { verifyGoldenTtm } from './verify.ts'

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

test.each(files)(
  'prediction, loss, gradients and ten steps of AdamW are those of the original: %s',
  { timeout: 60_000 },
  async file => {
    const golden = readGoldenTtm(readFileSync(file))
    const comparisons = await verifyGoldenTtm(golden)
    expect(comparisons).toHaveLength(golden.gradients.size + 3)
    for (const { name, apart } of comparisons) {
      expect(apart, name).toBeLessThan(['prediction', 'loss'].includes(name) ? 1e-5 : 1e-4)
    }
  },
)

test.each(files)('its configuration is written as it was read: %s', file => {
  const { config } = readGoldenTtm(readFileSync(file))
  expect(parseTtmConfig(ttmConfigJson(config))).toEqual(config)
})
