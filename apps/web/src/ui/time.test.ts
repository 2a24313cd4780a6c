import { expect, test } from 'vitest'
import { formatUntil } from './time.ts'

test('what ended long ago ended in a month, what ended lately on a day', () => {
  const now = new Date(2026, 6, 20, 12).getTime()
  expect(formatUntil(new Date(2018, 5, 26, 19).getTime(), now)).toBe('June 2018')
  expect(formatUntil(new Date(2026, 6, 2).getTime(), now)).toMatch(/^\D*2\D*$/)
  expect(formatUntil(new Date(2026, 6, 20, 9, 30).getTime(), now)).toBe('09:30:00')
})
