import { detectorOf } from '@seriema/ml/scorers/registry'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createShelf } from './shelf.ts'

test('a detector that fails on anything has no stored state, and whoever looks for one goes on', async () => {
  const broken = {
    ...detectorOf('zscore'),
    kind: 'broken',
    judge: () => {
      throw new Error('out of its mind')
    },
  }
  const unused = new Proxy({} as never, {
    get() {
      throw new Error('the database was asked')
    },
  })
  const shelf = createShelf({ db: unused, log: pino({ level: 'silent' }) })
  expect(await shelf.find(unused, 1, broken)).toBeNull()
})
