import { expect, test } from 'vitest'
import { createConnection } from './connection.ts'

function follow() {
  let now = 0
  const connection = createConnection(() => ++now)
  const states: string[] = []
  const unfollow = connection.follow()
  connection.subscribe(() => states.push(connection.status().state))
  return { connection, states, unfollow }
}

test('a socket that never opened is connecting, one that was lost is reconnecting', () => {
  const { connection, states } = follow()
  connection.closed()
  connection.opened()
  connection.closed()
  expect(states).toEqual(['live', 'reconnecting'])
})

test('where nothing is followed no socket is missed, and the next one is not the one that was lost', () => {
  const { connection, states, unfollow } = follow()
  connection.opened()
  unfollow()
  connection.closed()
  connection.follow()
  expect(states).toEqual(['live', 'idle', 'connecting'])
})

test('without a network an open socket still counts, a closed one is offline', () => {
  const { connection, states } = follow()
  connection.opened()
  connection.wentOffline()
  connection.closed()
  expect(states).toEqual(['live', 'offline'])
  connection.networkReturned()
  expect(states.at(-1)).toBe('reconnecting')
})

test('a message changes no state and wakes nobody', () => {
  const { connection, states } = follow()
  connection.received()
  expect(states).toEqual([])
  expect(connection.lastMessageAt()).not.toBeNull()
})

test('the API is away once a question got no answer and there is no stream, until either is there again', () => {
  const { connection } = follow()
  const away = () => connection.status().away
  connection.opened()
  connection.unanswered()
  expect(away()).toBe(false)
  connection.closed()
  expect(away()).toBe(true)
  connection.answered()
  expect(away()).toBe(false)
  connection.unanswered()
  expect(away()).toBe(true)
  connection.opened()
  expect(away()).toBe(false)
  connection.closed()
  expect(away()).toBe(false)
})
