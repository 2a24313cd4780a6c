import { type EncodeOptions, encode } from '../graph/encode.ts'
import { type Feed, openSession, type SessionOptions } from './session.ts'

export const oneThread: SessionOptions = { providers: ['cpu'], threads: 1 }

/** Encodes, runs once and closes: for tests, and for whoever wants one value only. */
export async function evaluate(
  options: EncodeOptions,
  feeds: Readonly<Record<string, Feed>> = {},
  where: SessionOptions = oneThread,
): Promise<Record<string, Feed>> {
  const session = await openSession(encode(options), where)
  try {
    return await session.run(feeds)
  } finally {
    await session.close()
  }
}
