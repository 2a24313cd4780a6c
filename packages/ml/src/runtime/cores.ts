import { availableParallelism } from 'node:os'
import { missing, providers } from './provider.ts'
import type { SessionOptions } from './session.ts'

/** How many processor cores these options let a session have: none where it finds something faster. */
export const coresFor = ({
  threads = availableParallelism(),
  providers: wanted = providers,
}: SessionOptions): number => (wanted.find(provider => missing(provider) === undefined) === 'cpu' ? threads : 0)
