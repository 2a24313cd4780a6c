import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Call, createGroupCommit, type GroupCommitLimits } from './group-commit.ts'

interface Numbered extends Call {
  readonly id: number
}

const limits: GroupCommitLimits = {
  lanes: 1,
  callsTogether: 10,
  sizeTogether: 20,
  sizeShared: 20,
  callsHeld: 100,
  sizeHeld: 100,
}
const call = (id: number, more: Partial<Call> = {}): Numbered => ({
  id,
  keys: [`k${id}`],
  size: 1,
  alone: false,
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
  const { groups, ends, store } = heldStore()
  const commit = createGroupCommit(store, limits)
  const first = commit(call(0))
  await turn()
  await turn()
  expect(groups).toEqual([[0]])
  const rest = ids(1, 9).map(id => commit(call(id)))
  await turn()
  await turn()
  expect(groups).toHaveLength(1)
  const answers = await finish(Promise.all([first, ...rest]), ends)
  expect(groups).toEqual([[0], ids(1, 9)])
  expect(answers).toEqual(ids(0, 10).map(id => `answer ${id}`))
})

test('no answer before its transaction has ended', async () => {
  const { ends, store } = heldStore()
  const commit = createGroupCommit(store, limits)
  let answered = false
  const answer = commit(call(0)).then(() => {
    answered = true
  })
  for (let i = 0; i < 5; i++) await turn()
  expect(answered).toBe(false)
  await finish(answer, ends)
})

test('a group is bounded in calls and in values, in the order of arrival', async () => {
  const { groups, ends, store } = heldStore()
  const commit = createGroupCommit(store, limits)
  const all = [...ids(0, 25).map(id => commit(call(id))), ...ids(25, 3).map(id => commit(call(id, { size: 9 })))]
  await finish(Promise.all(all), ends)
  expect(groups).toEqual([ids(0, 10), ids(10, 10), ids(20, 6), ids(26, 2)])
})

test('a call too large to share, or that must not, waits for nobody and holds nobody up', async () => {
  const { groups, ends, store } = heldStore()
  const commit = createGroupCommit(store, limits)
  const small = [commit(call(0))]
  await turn()
  await turn()
  small.push(commit(call(1)))
  const own = [commit(call(2, { size: 21 })), commit(call(3, { alone: true }))]
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
      const busy = new Set<string>()
      const seen = new Map<string, number>()
      const store = async (group: readonly Numbered[]) => {
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
      }
      const commit = createGroupCommit(store, { ...limits, lanes, sizeHeld: 10_000 })
      const answers = await Promise.all(calls.map((one, id) => commit({ ...one, id })))
      expect(answers).toEqual(calls.map((_, id) => id))
    }),
  )
})

test('a call fails only by itself, and with its own reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(29)), async bad => {
      const stored: number[] = []
      const store = async (calls: readonly Numbered[]) => {
        const culprit = calls.find(one => bad.includes(one.id))
        if (culprit !== undefined) throw new Error(`bad ${culprit.id}`)
        stored.push(...calls.map(one => one.id))
        return calls.map(one => one.id)
      }
      const commit = createGroupCommit(store, { ...limits, callsTogether: 30, sizeTogether: 30 })
      const all = ids(0, 30).map(id => commit(call(id)))
      const outcomes = await Promise.allSettled(all)
      expect(outcomes.map(o => (o.status === 'fulfilled' ? o.value : o.reason.message))).toEqual(
        ids(0, 30).map(id => (bad.includes(id) ? `bad ${id}` : id)),
      )
      expect(stored).toEqual(ids(0, 30).filter(id => !bad.includes(id)))
    }),
  )
})

test('when the database is away all are told, once', async () => {
  let tries = 0
  const store = async () => {
    tries++
    throw new Fault('UNAVAILABLE', 'away')
  }
  const commit = createGroupCommit<Numbered, string>(store, limits)
  const all = ids(0, 5).map(id => commit(call(id)))
  const outcomes = await Promise.allSettled(all)
  expect(outcomes.every(o => o.status === 'rejected' && o.reason.code === 'UNAVAILABLE')).toBe(true)
  expect(tries).toBe(1)
})

test.each([
  ['calls', { callsHeld: 3 }, 1],
  ['values', { sizeHeld: 9 }, 3],
] as const)('more %s than can be held are refused, until there is room again', async (_, bound, size) => {
  const { ends, store } = heldStore()
  const commit = createGroupCommit(store, { ...limits, ...bound })
  const held = ids(0, 3).map(id => commit(call(id, { keys: ['same'], size })))
  await expect(commit(call(3, { size }))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await finish(Promise.all(held), ends)
  const again = ids(4, 3).map(id => commit(call(id, { size })))
  await finish(Promise.all(again), ends)
})

test('a call larger than all that may be held is stored when nothing else is', async () => {
  const { ends, store } = heldStore()
  const commit = createGroupCommit(store, limits)
  expect(await finish(commit(call(0, { size: 1_000 })), ends)).toBe('answer 0')
})
