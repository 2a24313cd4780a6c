import { Fault } from '@seriema/domain/fault'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { anyone, type Caller } from './caller.ts'
import { openCounters } from './counters.ts'
import { createGuesses } from './guesses.ts'

const address = '198.51.100.1'
const caller: Caller = anyone(address)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What is asked of the database, and what comes of showing a key from an address. */
async function guarded() {
  const guess = createGuesses(await openCounters({ redisUrl: null }, pino({ level: 'silent' })), {
    guessesPerAddress: 10,
  })
  const valid = new Set(['good'])
  const asked: string[] = []
  const show = async (text: string, from = address): Promise<string> => {
    try {
      await guess({ kind: 'key', text }, from, async () => {
        asked.push(text)
        return valid.has(text) ? caller : null
      })
      return 'in'
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      return error.code
    }
  }
  const wrong = (count: number, from?: string) =>
    Promise.all(Array.from({ length: count }, (_, i) => show(`guess ${from ?? ''} ${i}`, from)))
  return { show, wrong, asked, valid }
}

test('ten wrong keys a minute are looked up for an address, however many come at once, and then none', async () => {
  const { wrong, asked } = await guarded()
  const answers = await wrong(40)
  expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'UNAUTHENTICATED'))
  expect(answers.slice(10)).toEqual(Array.from({ length: 30 }, () => 'TOO_MANY_REQUESTS'))
  expect(asked).toHaveLength(10)
})

test('a key that was good before goes on from the same address, and an unknown one from another', async () => {
  const { show, wrong, valid } = await guarded()
  expect(await show('good')).toBe('in')
  await wrong(20)
  expect(await show('good')).toBe('in')
  valid.add('new')
  expect(await show('new')).toBe('TOO_MANY_REQUESTS')
  expect(await show('new', '198.51.100.2')).toBe('in')
})

test('a minute later it is looked at again', async () => {
  const { show, wrong, valid } = await guarded()
  await wrong(20)
  valid.add('new')
  vi.advanceTimersByTime(61_000)
  expect(await show('new')).toBe('in')
})

test('the same wrong key again and again counts once, and is looked up once', async () => {
  const { show, asked, valid } = await guarded()
  for (let i = 0; i < 50; i++) expect(await show('forgotten')).toBe('UNAUTHENTICATED')
  expect(asked).toEqual(['forgotten'])
  valid.add('new')
  expect(await show('new')).toBe('in')
})

test('a good key that is revoked is refused, and counts from then on', async () => {
  const { show, wrong, valid } = await guarded()
  await show('good')
  valid.clear()
  expect(await show('good')).toBe('UNAUTHENTICATED')
  await wrong(20)
  expect(await show('good')).toBe('TOO_MANY_REQUESTS')
})

test('whoever has a network of IPv6 has one address', async () => {
  const { show, wrong } = await guarded()
  for (let i = 0; i < 4; i++) await wrong(3, `2001:db8::${i}`)
  expect(await show('another', '2001:db8::ffff')).toBe('TOO_MANY_REQUESTS')
})
