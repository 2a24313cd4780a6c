import { expect, test } from 'vitest'
import { createConnection } from './connection.ts'

function follow() {
  let now = 0
  const connection = createConnection(() => ++now)
  const states: string[] = []
  connection.subscribe(() => states.push(connection.status().state))
  return { connection, states }
}

test('a socket that never opened is connecting, one that was lost is reconnecting', () => {
  const { connection, states } = follow()
  connection.closed()
  connection.opened()
  connection.closed()
  expect(states).toEqual(['live', 'reconnecting'])
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
