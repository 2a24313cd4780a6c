import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, dueAt, type Incident, type IncidentInput, noIncident } from './alert/incident.ts'
import { replay } from './alert/replay.ts'
import { defineAlertRule } from './alert/rule.ts'
import { type Observation, observe, type Signal, type Windows } from './alert/signal.ts'

const windows = fc.record({
  triggerCount: fc.integer({ min: 1, max: 4 }),
  triggerOf: fc.integer({ min: 4, max: 7 }),
  triggerFor: fc.integer({ min: 0, max: 3 }),
  recoveryCount: fc.integer({ min: 1, max: 4 }),
  recoveryFor: fc.integer({ min: 0, max: 5 }),
})
const observations = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), holds: fc.boolean() }), { maxLength: 80 })
  .map(all => {
    let at = 0
    return all.map(({ gap, holds }): Observation => {
      at += gap
      return { at, holds }
    })
  })

const run = (rule: Windows, seen: readonly Observation[], from: Signal | null = null) => {
  const turns: { at: number; turned: 'on' | 'off' }[] = []
  let signal = from
  for (const one of seen) {
    const { signal: next, turned } = observe(rule, signal, one)
    signal = next
    if (turned !== null) turns.push({ at: one.at, turned })
  }
  return { signal, turns }
}

describe('a signal', () => {
  test('turns the same however what is seen comes in batches, and however its state is stored in between', () => {
    fc.assert(
      fc.property(windows, observations, fc.array(fc.nat(80)), (rule, seen, cuts) => {
        const whole = run(rule, seen).turns
        const turns: typeof whole = []
        let signal: Signal | null = null
        const places = [...new Set(cuts)].sort((a, b) => a - b)
        for (const [i, place] of [...places, seen.length].entries()) {
          const part = run(rule, seen.slice(places[i - 1] ?? 0, place), JSON.parse(JSON.stringify(signal)))
          signal = part.signal
          turns.push(...part.turns)
        }
        expect(turns).toEqual(whole)
      }),
    )
  })

  test('goes on and off in turns, and stays on unless it did not hold for its whole recovery', () => {
    fc.assert(
      fc.property(windows, observations, (rule, seen) => {
        const { turns } = run(rule, seen)
        for (const [i, { at, turned }] of turns.entries()) {
          expect(turned).toBe(i % 2 === 0 ? 'on' : 'off')
          if (turned === 'on') continue
          const last = seen.filter(one => one.at <= at).slice(-rule.recoveryCount)
          expect(last.every(({ holds }) => !holds)).toBe(true)
          const held = seen.findLast(one => one.at <= at && one.holds)!
          const clearSince = seen.find(one => one.at > held.at)!.at
          expect(at - clearSince).toBeGreaterThanOrEqual(rule.recoveryFor)
        }
      }),
    )
  })

  test('that flips faster than its recovery goes on once and never off', () => {
    const rule = { triggerCount: 1, triggerOf: 1, triggerFor: 0, recoveryCount: 3, recoveryFor: 0 }
    const flipping = Array.from({ length: 300 }, (_, i) => ({ at: i + 1, holds: i % 3 === 0 }))
    expect(run(rule, flipping).turns).toEqual([{ at: 1, turned: 'on' }])
  })

  test('goes on only when enough of the last hold, the last of them for long enough', () => {
    const rule = { triggerCount: 2, triggerOf: 4, triggerFor: 10, recoveryCount: 1, recoveryFor: 0 }
    const seen = [
      { at: 0, holds: true },
      { at: 5, holds: false },
      { at: 10, holds: true },
      { at: 15, holds: true },
      { at: 20, holds: true },
    ]
    expect(run(rule, seen).turns).toEqual([{ at: 20, turned: 'on' }])
  })

  test('only goes forward in time: what is not later than the newest changes nothing', () => {
    fc.assert(
      fc.property(windows, observations, fc.nat(100), fc.boolean(), (rule, seen, at, holds) => {
        const { signal } = run(rule, seen)
        if (signal !== null && at <= signal.at)
          expect(observe(rule, signal, { at, holds })).toEqual({ signal, turned: null })
      }),
    )
  })

  test('is nothing to be remembered once nothing holds', () => {
    fc.assert(
      fc.property(windows, observations, (rule, seen) => {
        const quiet = Array.from({ length: 20 }, (_, i) => ({ at: 1_000 + i, holds: false }))
        expect(run(rule, [...seen, ...quiet]).signal).toBeNull()
      }),
    )
  })
})

const course = fc.record({
  cooldown: fc.integer({ min: 0, max: 10 }),
  escalateAfter: fc.option(fc.integer({ min: 0, max: 10 })),
})
const inputs = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 4 }),
    input: fc.constantFrom<IncidentInput>('on', 'off', 'tick', 'acknowledge', 'resolve'),
    maintenance: fc.boolean(),
  }),
  { maxLength: 60 },
)

describe('an incident', () => {
  test('never has two open alerts, ends each that it began, and escalates each at most once, unless acknowledged', () => {
    fc.assert(
      fc.property(course, inputs, (rule, given) => {
        let [now, on, open, escalated, acknowledged] = [0, 0, 0, 0, false]
        let incident: Incident = noIncident
        let endedAt = Number.NEGATIVE_INFINITY
        for (const { gap, input, maintenance } of given) {
          now += gap
          if (input === 'off' && on === 0) continue
          on += input === 'on' ? 1 : input === 'off' ? -1 : 0
          const advanced = advance(rule, incident, input, { now, maintenance })
          incident = advanced.incident
          for (const transition of advanced.transitions) {
            if (transition === 'opened') {
              open++
              ;[escalated, acknowledged] = [0, false]
              expect(now).toBeGreaterThanOrEqual(endedAt + rule.cooldown)
            }
            if (transition === 'acknowledged') acknowledged = true
            if (transition === 'escalated') {
              escalated++
              expect([acknowledged, maintenance]).toEqual([false, false])
            }
            if (transition === 'told') expect(maintenance).toBe(false)
            if (transition === 'resolved') {
              open--
              endedAt = now
            }
          }
          expect([0, 1]).toContain(open)
          expect(incident.alert !== null).toBe(open === 1)
          expect(incident.on).toBe(on)
          expect(escalated).toBeLessThanOrEqual(1)
          if (on === 0) expect(open).toBe(0)
        }
      }),
    )
  })

  test('that goes on in its cooldown begins an alert when that is over, if it is still on', () => {
    const rule = { cooldown: 10, escalateAfter: null }
    const at = (now: number) => ({ now, maintenance: false })
    let { incident } = advance(rule, noIncident, 'on', at(0))
    incident = advance(rule, incident, 'off', at(1)).incident
    incident = advance(rule, incident, 'on', at(2)).incident
    expect(dueAt(incident)).toBe(11)
    expect(advance(rule, incident, 'tick', at(10)).transitions).toEqual([])
    expect(advance(rule, incident, 'tick', at(11)).transitions).toEqual(['opened'])
    incident = advance(rule, incident, 'off', at(3)).incident
    expect(advance(rule, incident, 'tick', at(11)).transitions).toEqual([])
  })

  test('that began in maintenance is told when that is over, and what is due in it waits', () => {
    const rule = { cooldown: 0, escalateAfter: 5 }
    let { incident } = advance(rule, noIncident, 'on', { now: 0, maintenance: true })
    expect(advance(rule, incident, 'tick', { now: 6, maintenance: true }).transitions).toEqual([])
    const told = advance(rule, incident, 'tick', { now: 7, maintenance: false })
    expect(told.transitions).toEqual(['told'])
    incident = told.incident
    expect(advance(rule, incident, 'tick', { now: 12, maintenance: true }).transitions).toEqual([])
    expect(advance(rule, incident, 'tick', { now: 12, maintenance: false }).transitions).toEqual(['escalated'])
  })
})

test('a rule tried on the past makes one alert of series that share it, with each that was part of it', () => {
  const rule = defineAlertRule({ name: 'high', condition: 'value', groupBy: 'rule', recoveryCount: 1 })
  const holding = (from: number, to: number): Observation[] =>
    Array.from({ length: 20 }, (_, at) => ({ at: at + 1, holds: at + 1 >= from && at + 1 < to }))
  const seen = [
    { series: 'a', groupKey: '', observations: holding(3, 6) },
    { series: 'b', groupKey: '', observations: holding(5, 9) },
    { series: 'c', groupKey: '', observations: holding(15, 30) },
  ]
  expect(replay(rule, seen)).toEqual([
    { groupKey: '', openedAt: 3, resolvedAt: 9, series: ['a', 'b'] },
    { groupKey: '', openedAt: 15, resolvedAt: null, series: ['c'] },
  ])
})

test('a rule that cannot be is refused with what it may be', () => {
  const good = { name: 'high', condition: 'value' }
  expect(() => defineAlertRule({ ...good, name: ' ' })).toThrow('1 to 200 characters')
  expect(() => defineAlertRule({ ...good, triggerCount: 0 })).toThrow('triggerCount is a whole number from 1 to 500')
  expect(() => defineAlertRule({ ...good, cooldown: -1 })).toThrow('cooldown')
  expect(() => defineAlertRule({ ...good, groupBy: 'attribute' })).toThrow('name the attribute')
  expect(defineAlertRule({ ...good, triggerCount: 3 }).triggerOf).toBe(3)
})
