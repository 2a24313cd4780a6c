import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Call, createGather, type GatherLimits } from './group-commit.ts'

interface Numbered extends Call {
  readonly id: number
}

const limits: GatherLimits = {
  lanes: 1,
  callsTogether: 10,
  sizeTogether: 20,
  sizeShared: 20,
  callsHeld: 100,
  sizeHeld: 100,
}
const call = (id: number, more: Partial<Call> = {}): Numbered => ({
  ...{ id, keys: [`k${id}`], size: 1, alone: false },
  ...more,
})
const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const turn = () => new Promise(resolve => setImmediate(resolve))

/** A store whose transactions end when they are told to; `groups` are the ids of each, in the order they began. */
function heldStore() {
  const groups: number[][] = []
  const ends: PromiseWithResolvers<void>[] = []
  const store = async (calls: readonly Numbered[]) => {
    groups.push(calls.map(({ id }) => id))
    const end = Promise.withResolvers<void>()
    ends.push(end)
    await end.promise
    return calls.map(({ id }) => `answer ${id}`)
  }
  return { groups, ends, store }
}

/** Lets everything go, as long as anything comes. */
async function finish<T>(work: Promise<T>, ends: readonly PromiseWithResolvers<void>[]): Promise<T> {
  let done = false
  const ended = work.finally(() => {
    done = true
  })
  ended.catch(() => {})
  while (!done) {
    for (const end of ends) end.resolve()
    await turn()
  }
  return ended
}

test('a lone call starts at once; what comes meanwhile goes in together when it ends', async () => {
  const gather = createGather<Numbered, string>(limits)
  const { groups, ends, store } = heldStore()
  const first = gather.add(call(0), store)
  await turn()
  await turn()
  expect(groups).toEqual([[0]])
  const rest = ids(1, 9).map(id => gather.add(call(id), store))
  await turn()
  await turn()
  expect(groups).toHaveLength(1)
  const answers = await finish(Promise.all([first, ...rest]), ends)
  expect(groups).toEqual([[0], ids(1, 9)])
  expect(answers).toEqual(ids(0, 10).map(id => `answer ${id}`))
})

test('no answer before its transaction has ended', async () => {
  const gather = createGather<Numbered, string>(limits)
  const { ends, store } = heldStore()
  let answered = false
  const answer = gather.add(call(0), store).then(() => {
    answered = true
  })
  for (let i = 0; i < 5; i++) await turn()
  expect(answered).toBe(false)
  await finish(answer, ends)
})

test('a group is bounded in calls and in values, in the order of arrival', async () => {
  const gather = createGather<Numbered, string>(limits)
  const { groups, ends, store } = heldStore()
  const all = [
    ...ids(0, 25).map(id => gather.add(call(id), store)),
    ...ids(25, 3).map(id => gather.add(call(id, { size: 9 }), store)),
  ]
  await finish(Promise.all(all), ends)
  expect(groups).toEqual([ids(0, 10), ids(10, 10), ids(20, 6), ids(26, 2)])
})

test('a call too large to share, or that must not, waits for nobody and holds nobody up', async () => {
  const gather = createGather<Numbered, string>(limits)
  const { groups, ends, store } = heldStore()
  const small = [gather.add(call(0), store)]
  await turn()
  await turn()
  small.push(gather.add(call(1), store))
  const own = [gather.add(call(2, { size: 21 }), store), gather.add(call(3, { alone: true }), store)]
  await turn()
  await turn()
  expect(groups).toEqual([[0], [2], [3]])
  ends[0]!.resolve()
  await small[0]
  await turn()
  await turn()
  expect(groups).toEqual([[0], [2], [3], [1]])
  await finish(Promise.all([...small, ...own]), ends)
})

test('of one key one call at a time, in the order of arrival, whatever the groups', async () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 })
  const wanted = fc.record({ keys, size: fc.integer({ min: 1, max: 25 }), alone: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(wanted, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (calls, lanes) => {
      const gather = createGather<Numbered, number>({ ...limits, lanes, sizeHeld: 10_000 })
      const busy = new Set<string>()
      const seen = new Map<string, number>()
      const answers = await Promise.all(
        calls.map((one, id) =>
          gather.add({ ...one, id }, async group => {
            for (const member of group)
              for (const key of new Set(member.keys)) {
                expect(busy.has(key)).toBe(false)
                busy.add(key)
                expect(seen.get(key) ?? -1).toBeLessThan(member.id)
                seen.set(key, member.id)
              }
            await turn()
            for (const key of group.flatMap(member => member.keys)) busy.delete(key)
            return group.map(member => member.id)
          }),
        ),
      )
      expect(answers).toEqual(calls.map((_, id) => id))
    }),
  )
})

test('a call fails only by itself, and with its own reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(29)), async bad => {
      const gather = createGather<Numbered, number>({ ...limits, callsTogether: 30, sizeTogether: 30 })
      const stored: number[] = []
      const all = ids(0, 30).map(id =>
        gather.add(call(id), async calls => {
          const culprit = calls.find(one => bad.includes(one.id))
          if (culprit !== undefined) throw new Error(`bad ${culprit.id}`)
          stored.push(...calls.map(one => one.id))
          return calls.map(one => one.id)
        }),
      )
      const outcomes = await Promise.allSettled(all)
      expect(outcomes.map(o => (o.status === 'fulfilled' ? o.value : o.reason.message))).toEqual(
        ids(0, 30).map(id => (bad.includes(id) ? `bad ${id}` : id)),
      )
      expect(stored).toEqual(ids(0, 30).filter(id => !bad.includes(id)))
    }),
  )
})

test('when the database is away all are told, once', async () => {
  const gather = createGather<Numbered, string>(limits)
  let tries = 0
  const all = ids(0, 5).map(id =>
    gather.add(call(id), async () => {
      tries++
      throw new Fault('UNAVAILABLE', 'away')
    }),
  )
  const outcomes = await Promise.allSettled(all)
  expect(outcomes.every(o => o.status === 'rejected' && o.reason.code === 'UNAVAILABLE')).toBe(true)
  expect(tries).toBe(1)
})

test.each([
  ['calls', { callsHeld: 3 }, 1],
  ['values', { sizeHeld: 9 }, 3],
] as const)('more %s than can be held are refused, until there is room again', async (_, bound, size) => {
  const gather = createGather<Numbered, string>({ ...limits, ...bound })
  const { ends, store } = heldStore()
  const held = ids(0, 3).map(id => gather.add(call(id, { keys: ['same'], size }), store))
  await expect(gather.add(call(3, { size }), store)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await finish(Promise.all(held), ends)
  const again = ids(4, 3).map(id => gather.add(call(id, { size }), store))
  await finish(Promise.all(again), ends)
})

test('a call larger than all that may be held is stored when nothing else is', async () => {
  const gather = createGather<Numbered, string>(limits)
  const { ends, store } = heldStore()
  expect(await finish(gather.add(call(0, { size: 1_000 }), store), ends)).toBe('answer 0')
})
