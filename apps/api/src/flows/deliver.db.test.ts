import type { Failure } from '@seriema/domain/delivery'
import type { Notice } from '@seriema/domain/notice'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { parseConfig } from '../config.ts'
import { openCore } from '../core.ts'
import { transaction } from '../store/database.ts'
import { findDeliveries, listDeliveries } from '../store/delivery/list.ts'
import { takeDeliveries } from '../store/delivery/take.ts'
import { queueDeliveries } from '../store/delivery.ts'
import { insertReceiver } from '../store/receiver.ts'
import { retryDelivery } from './deliver/again.ts'
import { createSender, type Sender } from './deliver/send.ts'
import { createDeliverer } from './deliver.ts'

const start = Date.UTC(2026, 0, 1)
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const noticeOf = (alertId: number | null, changes: Partial<Notice> = {}): Notice => ({
  ...{ kind: 'fired', alertId, rule: 'High', severity: 'warning', title: `alert ${alertId}`, text: '' },
  ...{ series: [], seriesCount: 0, since: start, at: start, path: `/alerts/${alertId}` },
  ...changes,
})

/** However busy the machine is, only what never comes fails. */
const eventually = <T>(read: () => T, interval = 20) => expect.poll(read, { interval, timeout: 40_000 })

interface Sent {
  readonly to: string
  readonly mark: string
  readonly kind: Notice['kind']
  readonly alertId: number | null
}

type Answer = (sent: Sent, signal: AbortSignal) => Failure | null | Promise<Failure | null>

/** A database with receivers, and deliverers on it whose messages are answered as the test says. */
async function startDelivering(names: readonly string[], notifier = 'webhook') {
  const database = await startDatabase()
  let now = start
  const config = { ...parseConfig({}), databaseUrl: database.url }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const opened = await openCore(config, log, () => now)
  closers.push(database.drop, opened.close)
  const { core } = opened
  const ids = new Map<string, number>()
  for (const name of names)
    ids.set(name, (await insertReceiver(core.db, { name, notifier, settings: {}, secrets: null }, now)).id)
  const sent: Sent[] = []
  let answer: Answer = () => null
  const sender: Sender = {
    ...createSender(core),
    async send(receiver, { mark, notice }, signal) {
      const one = { to: receiver.name, mark, kind: notice.kind, alertId: notice.alertId }
      sent.push(one)
      return answer(one, signal)
    },
  }
  return {
    core,
    sent,
    answer(how: Answer) {
      answer = how
    },
    /** Another process. */
    deliverer(poll = 20) {
      const made = createDeliverer(core, sender, { chance: () => 0, poll })
      closers.push(() => made.close(50))
      return made
    },
    pass(milliseconds: number) {
      now += milliseconds
    },
    say: (notice: Notice, to: readonly string[] = names) =>
      transaction(core.db, tx =>
        queueDeliveries(
          tx,
          to.map(name => ids.get(name)!),
          notice,
        ),
      ),
    all: async () =>
      (await listDeliveries(core.db, { state: null, receiverId: null, alertId: null }, { first: 500 })).edges.map(
        ({ node }) => node,
      ),
  }
}

const failed = (changes: Partial<Failure> = {}): Failure => ({
  reason: 'it answered 503',
  lasting: false,
  retryAfter: null,
  ...changes,
})

describe('the deliverer', () => {
  test('is told of nothing by a transaction that fails, and tells each receiver once however many processes deliver', async () => {
    const { core, sent, deliverer, say, all } = await startDelivering(['a', 'b', 'c'])
    for (let i = 0; i < 4; i++) deliverer()
    await transaction(core.db, async tx => {
      await queueDeliveries(tx, [1], noticeOf(999))
      throw new Error('the transaction fails')
    }).catch(() => {})
    await Promise.all(Array.from({ length: 100 }, (_, i) => say(noticeOf(i))))
    await eventually(async () => (await all()).filter(({ state }) => state === 'delivered').length).toBe(300)
    expect(sent.length).toBe(300)
    expect(new Set(sent.map(({ mark }) => mark)).size).toBe(300)
    expect(new Set(sent.map(({ to, alertId }) => `${to} ${alertId}`)).size).toBe(300)
  })

  test('keeps the order of one alert, whatever fails before', async () => {
    const { sent, answer, deliverer, say, pass, all } = await startDelivering(['a'])
    let tries = 0
    answer(() => (++tries <= 3 ? failed() : null))
    deliverer()
    await say(noticeOf(1))
    await say(noticeOf(1, { kind: 'escalated' }))
    await say(noticeOf(1, { kind: 'resolved' }))
    const states = async () => (await all()).map(({ state, takenUntil }) => (takenUntil === null ? state : 'taken'))
    for (let i = 1; i <= 3; i++) {
      await eventually(() => tries).toBe(i)
      await eventually(states).toEqual(['waiting', 'waiting', 'waiting'])
      pass(600_000)
    }
    await eventually(states).toEqual(['delivered', 'delivered', 'delivered'])
    expect(sent.map(({ kind }) => kind)).toEqual(['fired', 'fired', 'fired', 'fired', 'escalated', 'resolved'])
  })

  test('lets no receiver that hangs delay another', async () => {
    const { sent, answer, deliverer, say } = await startDelivering(['bad', 'good'])
    answer(({ to }, signal) =>
      to === 'good' ? null : new Promise(done => signal.addEventListener('abort', () => done(failed()))),
    )
    deliverer()
    for (let i = 0; i < 50; i++) await say(noticeOf(i))
    await eventually(() => sent.filter(({ to }) => to === 'good').length).toBe(50)
    expect(sent.filter(({ to }) => to === 'bad').length).toBe(4)
  })

  test('leaves a receiver alone for as long as it asked', async () => {
    const { sent, answer, deliverer, say, pass, all } = await startDelivering(['a'])
    answer(() => failed({ retryAfter: 60_000 }))
    deliverer()
    await say(noticeOf(1))
    await eventually(async () => (await all())[0]!.nextAt).toBe(start + 60_000)
    answer(() => null)
    pass(59_999)
    await say(noticeOf(2))
    await eventually(async () => (await all()).map(({ state }) => state)).toEqual(['delivered', 'waiting'])
    pass(1)
    await eventually(async () => (await all()).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    expect(sent.map(({ alertId }) => alertId)).toEqual([1, 2, 1])
  })

  test('gives up on what is refused for good, and tries it anew when asked, unless it is overtaken', async () => {
    const { core, sent, answer, deliverer, say, all } = await startDelivering(['a'])
    answer(() => failed({ lasting: true, reason: 'it answered 404' }))
    deliverer()
    await say(noticeOf(1))
    await eventually(async () => (await all())[0]).toMatchObject({ state: 'dead', failure: 'it answered 404' })
    answer(() => null)
    const { id, mark } = (await all())[0]!
    await retryDelivery(core, id)
    await eventually(async () => (await all())[0]).toMatchObject({ state: 'delivered', failure: null })
    expect(sent.map(one => one.mark)).toEqual([mark, mark])
    await expect(retryDelivery(core, id)).rejects.toMatchObject({ code: 'DELIVERY_NOT_DEAD' })
    answer(() => failed({ lasting: true }))
    await say(noticeOf(2))
    await eventually(async () => (await all())[0]!.state).toBe('dead')
    const overtaken = (await all())[0]!.id
    answer(() => null)
    await say(noticeOf(2, { kind: 'resolved' }))
    await eventually(async () => (await all())[0]).toMatchObject({ state: 'delivered' })
    await expect(retryDelivery(core, overtaken)).rejects.toThrow('something later')
  })

  test('sends again by the same mark what a process took up and did not live to finish', async () => {
    const { core, sent, deliverer, say, pass, all } = await startDelivering(['a'])
    await say(noticeOf(1))
    await say(noticeOf(1, { kind: 'resolved' }))
    const taken = await takeDeliveries(core.db, { now: start, until: start + 30_000, atOnce: 4, underWay: new Map() })
    expect(taken.map(({ delivery }) => delivery.notice.kind)).toEqual(['fired'])
    deliverer()
    pass(29_999)
    expect((await findDeliveries(core.db, [1]))[0]).toMatchObject({ state: 'waiting', attempts: 1 })
    pass(1)
    await eventually(async () => (await all()).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    expect(sent.map(({ kind }) => kind)).toEqual(['fired', 'resolved'])
    expect(sent[0]!.mark).toBe(taken[0]!.delivery.mark)
  })

  test('says again what still holds to a receiver that would forget it, until something later is said', async () => {
    const { sent, deliverer, say, pass, all } = await startDelivering(['a'], 'alertmanager')
    deliverer()
    await say(noticeOf(1))
    for (let i = 1; i <= 3; i++) {
      await eventually(() => sent.length).toBe(i)
      await eventually(async () => (await all())[0]!.takenUntil).toBeNull()
      pass(60_000)
    }
    await eventually(() => sent.length).toBe(4)
    await eventually(async () => (await all())[0]!.takenUntil).toBeNull()
    await say(noticeOf(1, { kind: 'resolved' }))
    await eventually(() => sent.length).toBe(5)
    await eventually(async () => (await all()).map(({ nextAt }) => nextAt)).toEqual([null, null])
    expect(sent.map(({ kind }) => kind)).toEqual(['fired', 'fired', 'fired', 'fired', 'resolved'])
    expect((await all()).map(({ attempts }) => attempts)).toEqual([1, 1])
  })

  test('begins within moments of the commit, without waiting for its next look', async () => {
    const { sent, deliverer, say } = await startDelivering(['a'])
    deliverer(600_000)
    await say(noticeOf(0))
    await eventually(() => sent.length).toBe(1)
    const took: number[] = []
    for (let i = 1; i <= 20; i++) {
      const began = performance.now()
      await say(noticeOf(i))
      await eventually(() => sent.length, 1).toBe(i + 1)
      took.push(performance.now() - began)
    }
    const sorted = took.sort((a, b) => a - b)
    if (process.env.TEST_LOG)
      console.log(`commit to send: p50 ${sorted[10]!.toFixed(1)} ms, worst ${sorted[19]!.toFixed(1)} ms`)
  })
})
