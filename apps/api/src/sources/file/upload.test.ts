import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { UploadLimits } from './upload.ts'
import { receiveUpload } from './upload.ts'

const generous: UploadLimits = { bytes: 1_000, instead: 'split it', patience: 60_000, slowest: 0, longest: 60_000 }
const never = new AbortController().signal

async function receive(body: AsyncIterable<Uint8Array>, limits: Partial<UploadLimits> = {}, signal = never) {
  let counted = 0
  const parts: Uint8Array[] = []
  const upload = receiveUpload(body, { ...generous, ...limits }, signal, bytes => {
    counted += bytes
  })
  for await (const part of upload) parts.push(part)
  return { text: Buffer.concat(parts).toString(), counted }
}

async function* say(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
async function* silent(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('some')
  await new Promise(() => {})
}

describe('an upload', () => {
  it('comes as it was sent, and is counted', async () => {
    expect(await receive(say('ab', 'c', 'def'))).toEqual({ text: 'abcdef', counted: 6 })
  })

  it('may not be larger than allowed', async () => {
    await expect(receive(say('x'.repeat(600), 'x'.repeat(401)))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('is given up when its sender falls silent or drips, not when we take our time', async () => {
    await expect(receive(silent(), { patience: 20 })).rejects.toThrow(/fell silent after 4 bytes/)
    const drip = async function* () {
      for (let i = 0; i < 100; i++) {
        await wait(5)
        yield Buffer.from('x')
      }
    }
    await expect(receive(drip(), { patience: 50, slowest: 1e6 })).rejects.toThrow(/only \d+ bytes came in/)
    // A good beginning does not carry the rest.
    const later = async function* () {
      yield Buffer.from('x'.repeat(900))
      yield* drip()
    }
    await expect(receive(later(), { patience: 50, slowest: 1_000 })).rejects.toThrow(/only \d+ bytes came in/)
    await expect(receive(drip(), { longest: 60 })).rejects.toMatchObject({ code: 'TIMED_OUT' })
    const slowly = receiveUpload(say('a', 'b', 'c'), { ...generous, patience: 20, slowest: 1 }, never, () => {})
    for await (const _ of slowly) await wait(30)
  })

  it('that breaks off says how far it came', async () => {
    const broken = async function* () {
      yield Buffer.from('abc')
      throw new Error('ECONNRESET')
    }
    await expect(receive(broken())).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringContaining('after 3 bytes'),
    })
  })

  it('ends at once when it is cancelled, even while nothing comes', async () => {
    const abort = new AbortController()
    const receiving = receive(silent(), {}, abort.signal)
    abort.abort(new Error('cancelled'))
    await expect(receiving).rejects.toThrow('cancelled')
  })
})
