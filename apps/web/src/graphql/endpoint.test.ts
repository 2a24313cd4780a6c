import { expect, test } from 'vitest'
import { endpointFor } from './endpoint.ts'

test('without a setting the API is on the host the page was asked for, port 4000', () => {
  expect(endpointFor(undefined, 'plant.example:3000')).toEqual({
    http: 'http://plant.example:4000/graphql',
    webSocket: 'ws://plant.example:4000/graphql',
    origin: 'http://plant.example:4000',
  })
  expect(endpointFor('', '[::1]:3000').origin).toBe('http://[::1]:4000')
})

test('a setting wins, and its scheme decides that of the socket', () => {
  expect(endpointFor('https://api.example/v1/graphql', 'localhost')).toEqual({
    http: 'https://api.example/v1/graphql',
    webSocket: 'wss://api.example/v1/graphql',
    origin: 'https://api.example',
  })
})

test('an origin alone means its /graphql', () => {
  expect(endpointFor('http://127.0.0.1:4001', null).http).toBe('http://127.0.0.1:4001/graphql')
})
