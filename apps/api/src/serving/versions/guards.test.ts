import { Fault } from '@seriema/domain/fault'
import { expect, test, vi } from 'vitest'
import { createGuards } from './guards.ts'

const never = () => new Promise<never>(() => {})

test('what takes too long ends in time, and whoever runs it is told', async () => {
  const onTimeout = vi.fn()
  await expect(createGuards().run(1, 20, never, onTimeout)).rejects.toMatchObject({ code: 'TIMED_OUT' })
  expect(onTimeout).toHaveBeenCalledOnce()
})

test('a version that fails again and again is left alone, then tried once, and another is not touched by it', async () => {
  vi.useFakeTimers()
  try {
    const guards = createGuards()
    const work = vi.fn(() => Promise.reject(new Error('broken')))
    for (let i = 0; i < 3; i++) await expect(guards.run(1, 1_000, work)).rejects.toThrow('broken')
    await expect(guards.run(1, 1_000, work)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('3 times in a row'),
    })
    expect(work).toHaveBeenCalledTimes(3)
    expect(guards.lastFailure(1)).toBe('the version failed')
    expect(await guards.run(2, 1_000, async () => 'fine')).toBe('fine')
    vi.advanceTimersByTime(11_000)
    expect(await guards.run(1, 1_000, async () => 'mended')).toBe('mended')
    expect(guards.lastFailure(1)).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})

test('what lies with who asks is not held against a version', async () => {
  const guards = createGuards()
  const short = () => Promise.reject(new Fault('INSUFFICIENT_DATA', 'too short'))
  for (let i = 0; i < 10; i++)
    await expect(guards.run(1, 1_000, short)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  expect(await guards.run(1, 1_000, async () => 'fine')).toBe('fine')
})
