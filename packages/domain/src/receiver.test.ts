import { describe, expect, test } from 'vitest'
import { defineReceiver, type KnownNotifier } from './receiver.ts'
import type { TextSetting } from './setting.ts'

const text = (name: string, rest: Partial<TextSetting> = {}): TextSetting => ({
  ...{ type: 'text', name, title: name, description: name, format: 'line', longest: 20, secret: false },
  ...{ needed: false, example: 'one', usual: null },
  ...rest,
})
const notifier: KnownNotifier = {
  settings: [
    text('url', { format: 'url', needed: true, longest: 100 }),
    text('to', { format: 'emails', longest: 100 }),
    text('key', { secret: true }),
  ],
  problems: ({ to }) => (to === 'nobody@example.org' ? [{ path: 'to', problem: 'is nobody' }] : []),
}
const url = 'https://example.org'

describe('a receiver', () => {
  test('has its secrets apart from what may be shown', () => {
    const draft = { name: ' On call ', settings: { url, to: 'a@example.org, b@example.org' }, secrets: { key: 'x' } }
    expect(defineReceiver(notifier, draft)).toEqual({
      name: 'On call',
      settings: { url, to: 'a@example.org, b@example.org' },
      secrets: { key: 'x' },
    })
  })

  test('is refused with a problem for each setting that is not what it may be', () => {
    const wrong = (settings: object, secrets: object = {}) => {
      try {
        defineReceiver(notifier, { name: 'a', settings: settings as never, secrets: secrets as never })
        return []
      } catch (error) {
        return (error as { details: { problems: { path: string }[] } }).details.problems.map(({ path }) => path)
      }
    }
    expect(wrong({})).toEqual(['url'])
    expect(wrong({ url: 'file:///etc/passwd', to: 'a@b, c' })).toEqual(['url', 'to'])
    expect(wrong({ url, to: 'a@b\n' })).toEqual([])
    expect(wrong({ url, to: 'a@b\r\nBcc: c@d' })).toEqual(['to'])
    expect(wrong({ url }, { key: 'a\u0000b' })).toEqual(['key'])
    expect(wrong({ url }, { key: 'x'.repeat(21) })).toEqual(['key'])
    expect(wrong({ url, to: 'nobody@example.org' })).toEqual(['to'])
    expect(wrong({ url, key: 'shown to everybody' })).toEqual(['key'])
    expect(wrong({}, { url })).toEqual(['url'])
  })

  test('has a name of one line', () => {
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(129)])
      expect(() => defineReceiver(notifier, { name, settings: { url } })).toThrow('name of a receiver')
  })
})
