export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** By byte order mark, by the zero bytes of UTF-16, else UTF-8; Windows-1252 where `head` is no UTF-8. Never throws. */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]!++
  if (zeros[1]! * 4 > head.length && zeros[0] === 0) return 'utf-16le'
  if (zeros[0]! * 4 > head.length && zeros[1] === 0) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

const pieceSize = 65_536

/** Text of bytes as they come, in pieces of a bounded size; a byte order mark is dropped, characters cut between two chunks are put together. */
export async function* decode(body: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of body)
    for (let at = 0; at < chunk.length; at += pieceSize)
      yield decoder.decode(chunk.subarray(at, at + pieceSize), { stream: true })
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
