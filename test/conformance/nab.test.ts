import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nab } from '../bench/nab.ts'

const data = join(process.env.SERIEMA_SHARED ?? '../shared', 'data/nab')
const windows = join(data, 'combined_windows.json')

interface Result {
  readonly scores: readonly { readonly profile: string; readonly score: number }[]
  readonly atDefault: Result['scores']
  readonly averagePrecision: number
}

test.skipIf(!existsSync(windows))(
  'the default detector stays above the best published one, with the threshold of the product and with the best (skipped without NAB)',
  async () => {
    const { json } = await nab.run(['--data', data, '--windows', windows, '--detector', 'ensemble'])
    const [{ scores, atDefault, averagePrecision }] = json.results as [Result]
    for (const one of [scores, atDefault]) {
      const score = (profile: string) => one.find(it => it.profile === profile)!.score
      expect(score('standard')).toBeGreaterThan(75)
      expect(score('low-FP')).toBeGreaterThan(66)
    }
    expect(averagePrecision).toBeGreaterThan(0.6)
  },
)
