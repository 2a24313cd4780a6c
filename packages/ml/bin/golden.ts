import { readFile } from 'node:fs/promises'
import { readGoldenRecurrent } from '../src/models/recurrent/golden.ts'
import { verifyGoldenRecurrent } from '../src/models/recurrent/verify.ts'
import { readGoldenTtm } from '../src/models/ttm/golden.ts'
import { type Comparison, verifyGoldenTtm } from '../src/models/ttm/verify.ts'

/** Compares the engine with what the original computed, file by file; fails where anything is too far apart. */
export const golden = {
  usage: 'golden FILE…',
  async run(files: readonly string[]): Promise<number> {
    if (files.length === 0) {
      console.error(`usage: pnpm ml ${golden.usage}`)
      return 2
    }
    let failed = 0
    for (const file of files) {
      const comparisons = await compared(await readFile(file))
      console.log(`\n${file}`)
      for (const comparison of comparisons) console.log(line(comparison))
      failed += comparisons.filter(({ apart, limit }) => !(apart <= limit)).length
    }
    console.log(failed === 0 ? '\nall within their limits' : `\n${failed} beyond their limits`)
    return failed === 0 ? 0 : 1
  },
}

async function compared(bytes: Uint8Array): Promise<readonly Comparison[]> {
  const recurrent = readGoldenRecurrent(bytes)
  return recurrent === null ? verifyGoldenTtm(readGoldenTtm(bytes)) : verifyGoldenRecurrent(recurrent)
}

const line = ({ name, apart, limit }: Comparison): string =>
  `${apart <= limit ? '  ' : '✗ '}${apart.toExponential(1).padStart(8)}  ≤ ${limit.toExponential(0)}  ${name}`
