import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export interface PeerOptions {
  /** The peer to measure beside; undefined without. */
  readonly peer: string | undefined
  readonly python: string
  /** Threads of either side. */
  readonly threads: number
}

/** What every bench with a peer in Python is told: `--peer NAME`, `--python PATH`, `--threads N`. */
export function peerOptions(args: readonly string[]): PeerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      peer: { type: 'string' },
      python: { type: 'string', default: 'python3' },
      threads: { type: 'string', default: `${availableParallelism()}` },
    },
  })
  return { peer: values.peer, python: values.python, threads: Number(values.threads) }
}
