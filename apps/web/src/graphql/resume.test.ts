import type { Client } from 'graphql-ws'
import { expect, test } from 'vitest'
import { subscribeAndResume } from './resume.ts'

type Events = Parameters<Client['subscribe']>[1]

/** A socket whose subscriptions the test answers by hand; payloads are read as they would be sent. */
function fakeSocket() {
  const opened: { variables: Record<string, unknown>; events: Events; stopped: boolean }[] = []
  const client: Pick<Client, 'subscribe'> = {
    subscribe(payload, events) {
      const one = { variables: JSON.parse(JSON.stringify(payload.variables)), events: events as Events, stopped: false }
      opened.push(one)
      return () => {
        one.stopped = true
      }
    },
  }
  return { client, opened }
}

const query = 'subscription($after: Cursor) { pointsAdded(after: $after) { cursor } }'
const message = (cursor: string) => ({ data: { pointsAdded: { cursor } } })

function follow(text = query) {
  const socket = fakeSocket()
  const received: unknown[] = []
  const errors: unknown[] = []
  const attempts: number[] = []
  const stop = subscribeAndResume(
    {
      client: socket.client,
      connection: { received: () => {} },
      wait: async attempt => {
        attempts.push(attempt)
      },
    },
    { query: text, variables: { series: ['a'] } },
    { next: result => received.push(result), error: error => errors.push(error) },
  )
  const settle = () => new Promise(resolve => setTimeout(resolve))
  return { ...socket, received, errors, attempts, stop, settle }
}

test('after a loss it goes on from the last cursor', async () => {
  const it = follow()
  expect(it.opened[0]!.variables).toEqual({ series: ['a'] })
  it.opened[0]!.events.next(message('7'))
  it.opened[0]!.events.error(new Event('close'))
  await it.settle()
  expect(it.opened[1]!.variables).toEqual({ series: ['a'], after: '7' })
  expect(it.errors).toEqual([])
})

test('a server that ends the stream is taken for one that goes away', async () => {
  const it = follow()
  it.opened[0]!.events.next(message('1'))
  it.opened[0]!.events.complete()
  await it.settle()
  expect(it.opened[1]!.variables.after).toBe('1')
})

test('it waits longer with every loss in a row, and not after a message', async () => {
  const it = follow()
  for (let i = 0; i < 3; i++) {
    it.opened[i]!.events.error(new Event('close'))
    await it.settle()
  }
  it.opened[3]!.events.next(message('1'))
  it.opened[3]!.events.error(new Event('close'))
  await it.settle()
  expect(it.attempts).toEqual([0, 1, 2, 0])
})

test('an operation the server refuses is told and not tried again', async () => {
  const it = follow()
  it.opened[0]!.events.error([{ message: 'the cursor has expired' }])
  await it.settle()
  expect(it.errors).toHaveLength(1)
  expect(it.opened).toHaveLength(1)
})

test('once stopped it stays stopped, even while it waits', async () => {
  const it = follow()
  it.opened[0]!.events.error(new Event('close'))
  it.stop()
  await it.settle()
  expect(it.opened).toHaveLength(1)
  expect(it.opened[0]!.stopped).toBe(true)
})

test('a document without $after starts anew', async () => {
  const it = follow('subscription { statusChanged { cursor } }')
  it.opened[0]!.events.next({ data: { statusChanged: { cursor: '3' } } })
  it.opened[0]!.events.error(new Event('close'))
  await it.settle()
  expect(it.opened[1]!.variables).toEqual({ series: ['a'] })
})
