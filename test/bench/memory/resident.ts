import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of memory this process has once what nobody holds is let go of and given back. */
export async function residentBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    collect()
    await setTimeout(200)
    least = Math.min(least, process.memoryUsage.rss())
  }
  return least
}
