import { type EncodeOptions, encode } from '../graph/encode.ts'
import { type Feed, openSession } from './session.ts'

/** Encodes, runs once on the CPU and closes: for tests, and for whoever wants one value only. */
export async function evaluate(
  options: EncodeOptions,
  feeds: Readonly<Record<string, Feed>> = {},
): Promise<Record<string, Feed>> {
  const session = await openSession(encode(options), { providers: ['cpu'], threads: 1 })
  try {
    return await session.run(feeds)
  } finally {
    await session.close()
  }
}
