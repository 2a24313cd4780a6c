import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSafe, readSecret } from './secret.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'seriema-secret-'))

test('what is sealed opens for the same secret and purpose alone, whole', () => {
  const safe = createSafe('one', 'sessions')
  const sealed = safe.seal('grüß')
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('gr')
  expect(safe.open(sealed)).toBe('grüß')
  expect(createSafe('one', 'sessions').open(sealed)).toBe('grüß')
  expect(createSafe('one', 'sign-in').open(sealed)).toBeNull()
  expect(createSafe('two', 'sessions').open(sealed)).toBeNull()
  for (const [at] of sealed.entries()) {
    const changed = Uint8Array.from(sealed)
    changed[at]! ^= 1
    expect(safe.open(changed)).toBeNull()
    expect(safe.open(sealed.subarray(0, at))).toBeNull()
  }
  expect(Buffer.compare(safe.seal('grüß'), sealed)).not.toBe(0)
})

test('a secret is made once and kept for this user alone; one that is set goes before it', () => {
  const dataFolder = join(folder(), 'new')
  const made = readSecret({ secret: null, dataFolder })
  expect(made).toHaveLength(43)
  expect(readSecret({ secret: null, dataFolder })).toBe(made)
  expect(statSync(join(dataFolder, 'secret')).mode & 0o777).toBe(0o600)
  expect(readSecret({ secret: 'set', dataFolder })).toBe('set')
  expect(readFileSync(join(dataFolder, 'secret'), 'utf8')).toBe(made)
})

test('a secret that is cut short is said so, not used', () => {
  const dataFolder = folder()
  writeFileSync(join(dataFolder, 'secret'), 'short')
  chmodSync(join(dataFolder, 'secret'), 0o600)
  expect(() => readSecret({ secret: null, dataFolder })).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
})
