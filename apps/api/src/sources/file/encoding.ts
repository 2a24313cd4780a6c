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

/**
 * Text of bytes as they come, in pieces of a bounded size; a byte order mark is dropped, characters cut between two chunks
 * are put together. Where a file taken for UTF-8 turns out to be none after nothing but ASCII, the rest is read as
 * Windows-1252, and `switched` is told.
 */
export async function* decode(
  body: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  switched: () => void = () => {},
): AsyncGenerator<string, void, void> {
  let decoder = new TextDecoder(encoding)
  let onlyAscii = encoding === 'utf-8'
  for await (const chunk of body)
    for (let at = 0; at < chunk.length; at += pieceSize) {
      const piece = chunk.subarray(at, at + pieceSize)
      if (onlyAscii && !isAscii(piece)) {
        onlyAscii = false
        if (detectEncoding(piece) === 'windows-1252' && !endsInside(piece)) {
          decoder = new TextDecoder('windows-1252')
          switched()
        }
      }
      yield storable(decoder.decode(piece, { stream: true }))
    }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** Text in which U+0000, which no text column holds, is the sign for a character that cannot be shown. */
export const storable = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text)

/** A byte order mark counts: it says UTF-8. */
function isAscii(piece: Uint8Array): boolean {
  for (let i = 0; i < piece.length; i++) if (piece[i]! >= 0x80) return false
  return true
}

/** Whether all that is no UTF-8 about it is a character that was cut off at the end. */
function endsInside(piece: Uint8Array): boolean {
  const first = piece.findIndex(byte => byte >= 0x80)
  return first >= piece.length - 3 && piece[first]! >= 0xc2
}
