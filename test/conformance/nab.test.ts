import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nab } from '../bench/nab.ts'

const data = join(process.env.SERIEMA_SHARED ?? '../shared', 'data/nab')
const windows = join(data, 'combined_windows.json')

interface Result {
  readonly scores: readonly { readonly profile: string; readonly score: number }[]
}

test.skipIf(!existsSync(windows))(
  'the ensemble stays above the best published detector (skipped without NAB)',
  async () => {
    const { json } = await nab.run(['--data', data, '--windows', windows, '--detector', 'ensemble'])
    const [{ scores }] = json.results as [Result]
    const score = (profile: string) => scores.find(one => one.profile === profile)!.score
    expect(score('standard')).toBeGreaterThan(75)
    expect(score('low-FP')).toBeGreaterThan(66)
  },
)
