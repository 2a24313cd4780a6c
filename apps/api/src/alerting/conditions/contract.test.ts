import { defineSettings } from '@seriema/domain/setting'
import { describe, expect, test } from 'vitest'
import { eventKinds } from '../../events/event.ts'
import { sighting } from './contract.ts'
import { conditionOf, conditions } from './registry.ts'

/** What is required and has no usual value. */
const given: Readonly<Record<string, number>> = { limit: 10 }

test('conditions are told apart by names that never change', () => {
  expect(conditions.map(({ kind }) => kind)).toEqual([
    'anomaly',
    'value',
    'forecast',
    'silence',
    'accuracy',
    'drift',
    'quality',
    'training-failed',
    'rolled-back',
    'system',
  ])
  expect(() => conditionOf('weather')).toThrow('there is no condition weather: there are anomaly, value')
})

describe.each(conditions.map(one => [one.kind, one] as const))('the condition %s', (_kind, condition) => {
  const named = condition.settings.map(({ name }) => name)
  const settings = defineSettings(
    condition.settings,
    Object.fromEntries(Object.entries(given).filter(([name]) => named.includes(name))),
  )
  const asked = { settings, channel: null }

  test('is described in sentences, and says what it asks for and what it saw', () => {
    for (const text of [condition.description, ...condition.settings.map(({ description }) => description)])
      expect(text).toMatch(/^[A-Z0-9].+\.$/s)
    expect(condition.asks(asked, 'kW')).toMatch(/^\p{L}.+[^.]$/u)
    const seen = sighting(1_000, true, { value: 12.345, channel: 0, about: 2_000, detail: 'far off' })
    expect(condition.tells(asked, seen, 'kW')).toMatch(/^\p{L}.+[^.]$/u)
  })

  test('can be made as it is usual, and something brings it to see', () => {
    expect(() => condition.check?.(asked, null)).not.toThrow()
    for (const kind of condition.wakes) expect(eventKinds).toContain(kind)
    const ways = [
      condition.wakes.length > 0,
      condition.silentAfter !== undefined,
      condition.look !== undefined,
      condition.survey !== undefined,
    ]
    expect(ways.filter(Boolean)).toHaveLength(1)
    expect(condition.ofSystem).toBe(condition.look !== undefined)
  })
})
