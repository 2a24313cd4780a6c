import { Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpack } from './unpack.ts'

const unlimited = Number.POSITIVE_INFINITY

async function unpacked(body: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of await unpack(body, unlimited)) size += chunk.length
  return size
}

const given = (...parts: Uint8Array[]) => Readable.from(parts)

test('what unpacks into more than rows ever do is given up early, however small it came', async () => {
  const megabyte = Buffer.alloc(1 << 20, 'a')
  let made = 0
  const endless = function* () {
    for (; made < 400; made++) yield megabyte
  }
  await expect(unpacked(Readable.from(endless()).pipe(createGzip()))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  expect(made).toBeLessThan(400)
})

test('rows that pack well are read to their end', async () => {
  const row = (i: number) => `${new Date(1.7e12 + i * 60_000).toISOString()},21.5\n`
  const text = Buffer.from(Array.from({ length: 100_000 }, (_, i) => row(i)).join(''))
  expect(await unpacked(given(gzipSync(text)))).toBe(text.length)
})

test.each([
  ['gzip in gzip', gzipSync(gzipSync('t,v'))],
  ['a zip', Buffer.from('PK\u0003\u0004rest')],
  ['a zip in gzip', gzipSync('PK\u0003\u0004rest')],
])('%s is refused with what it is', async (_, bytes) => {
  await expect(unpacked(given(bytes))).rejects.toMatchObject({
    code: 'UNREADABLE_FILE',
    message: expect.stringMatching(/zip.*unpack it/),
  })
})
