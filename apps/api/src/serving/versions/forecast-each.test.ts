import { Fault } from '@seriema/domain/fault'
import type { Member, VersionForecast } from '@seriema/ml/contract/trainable'
import { expect, test } from 'vitest'
import { forecastEach } from './forecast-each.ts'

const member = (key: string) => ({ key }) as Member
const made = ({ key }: Member) => ({ mean: [], key }) as unknown as VersionForecast
let runs = 0
const version = {
  forecast: async (members: readonly Member[]) => {
    runs++
    const bad = members.find(({ key }) => key.startsWith('bad'))
    if (bad !== undefined) throw new Fault('INSUFFICIENT_DATA', `${bad.key} is too short`)
    return members.map(made)
  },
}

test('members that cannot be served are told apart from the others, in a few runs', async () => {
  const members = Array.from({ length: 64 }, (_, i) => member(i === 7 || i === 50 ? `bad${i}` : `m${i}`))
  runs = 0
  const all = await forecastEach(version, members, 3)
  expect(runs).toBeLessThan(30)
  expect(all.map(one => (one instanceof Fault ? one.message : (one as unknown as Member).key))).toEqual(
    members.map(({ key }) => (key.startsWith('bad') ? `${key} is too short` : key)),
  )
})

test('what is wrong with the version itself is thrown', async () => {
  const broken = { forecast: () => Promise.reject(new Error('broken')) }
  await expect(forecastEach(broken, [member('a'), member('b')], 1)).rejects.toThrow('broken')
})
