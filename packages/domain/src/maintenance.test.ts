import { expect, test } from 'vitest'
import { defineMaintenance, inMaintenance, occurrencesOf } from './maintenance.ts'

const hour = 3_600_000
const at = (text: string) => Date.parse(text)

test('a window that is once lasts from its beginning until before its end', () => {
  const window = defineMaintenance({ name: 'pump', from: 10, to: 20 })
  expect([9, 10, 19, 20].map(now => inMaintenance(window, now))).toEqual([false, true, true, false])
})

test('a window that recurs lasts each time by the clocks of its zone, over a change of these too', () => {
  const window = defineMaintenance({
    name: 'nights',
    from: at('2026-03-27T00:00:00Z'),
    cron: '0 22 * * *',
    zone: 'Europe/Berlin',
    minutes: 120,
  })
  const [first, , third] = occurrencesOf(window, at('2026-03-27T00:00:00Z'), at('2026-04-01T00:00:00Z'))
  expect(first).toEqual({ from: at('2026-03-27T21:00:00Z'), to: at('2026-03-27T23:00:00Z') })
  // Clocks were put forward on the 29th.
  expect(third).toEqual({ from: at('2026-03-29T20:00:00Z'), to: at('2026-03-29T22:00:00Z') })
  expect(inMaintenance(window, third!.from - 1)).toBe(false)
  expect(inMaintenance(window, third!.from)).toBe(true)
  expect(inMaintenance(window, third!.to - 1)).toBe(true)
  expect(inMaintenance(window, third!.to)).toBe(false)
  expect(inMaintenance(window, at('2026-03-26T21:30:00Z'))).toBe(false)
})

test('what is no window is refused with what one is', () => {
  expect(() => defineMaintenance({ name: '', from: 1, to: 2 })).toThrow('1 to 200 characters')
  expect(() => defineMaintenance({ name: 'x', from: 2, to: 2 })).toThrow('from must be before to')
  expect(() => defineMaintenance({ name: 'x', from: 2 })).toThrow('until when')
  expect(() => defineMaintenance({ name: 'x', from: hour, cron: '0 22 * *', minutes: 5 })).toThrow('five fields')
  expect(() => defineMaintenance({ name: 'x', from: hour, cron: '0 22 * * 6' })).toThrow('minutes')
})
