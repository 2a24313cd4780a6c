import { expect, test } from 'vitest'
import { draftsOfLimits, readLimitDrafts } from './limit-drafts.ts'

const limits = {
  automatic: true,
  steps: [0.05, 0.25, 1],
  hold: 5_400_000,
  fewestPoints: 500,
  leastAgreement: 0.95,
  mostExtraFlags: 0.07,
  mostFalse: 0.29,
  mostFailures: 0.001,
  mostLatency: 12.5,
  mostError: 1.1,
}

test('limits are written in percent and minutes, and read back as they were', () => {
  const drafts = draftsOfLimits(limits)
  expect(drafts).toMatchObject({ steps: '5, 25, 100', hold: '90', mostExtraFlags: '7', mostFailures: '0.1' })
  const { automatic: _, ...numbers } = limits
  expect(readLimitDrafts(drafts)).toEqual({ limits: numbers, unreadable: [] })
})

test('what is empty or no number is named', () => {
  const drafts = { ...draftsOfLimits(limits), hold: ' ', mostError: 'twice', steps: '5, , 100' }
  expect(readLimitDrafts(drafts).unreadable).toEqual(['hold', 'mostError', 'steps'])
})
