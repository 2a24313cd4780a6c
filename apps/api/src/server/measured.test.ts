import { expect, test } from 'vitest'
import { routeOf } from './measured.ts'

test.each([
  ['/graphql?query={a}', 'graphql'],
  ['/auth/me', 'auth'],
  ['/auth/callback?code=1', 'auth'],
  ['/imports/1', 'imports'],
  ['/versions', 'versions'],
  ['/metrics', 'metrics'],
  ['/healthcheck', 'healthcheck'],
  ['/', 'other'],
  ['/wp-login.php', 'other'],
  ['auth', 'other'],
])('%s is counted as %s', (url, route) => {
  expect(routeOf({ url })).toBe(route)
})
