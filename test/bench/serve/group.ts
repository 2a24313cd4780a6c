import { requireVersion } from '@seriema/api/store/version'
import type { Member } from '@seriema/ml/contract/trainable'
import { openVersion } from '@seriema/ml/versions/open'
import type { BenchApi } from '../api.ts'
import { median } from '../figures.ts'
import { cut } from '../group/shops.ts'
import { fillMore } from './fleet.ts'
import { pointsOf } from './training.ts'

const query = `query ($keys: [String!]!) { forecasts(keys: $keys) {
  ... on Forecast { fallback channels { mean } } ... on Fault { message } } }`

interface Reply {
  readonly forecasts: readonly { readonly fallback?: string | null; readonly message?: string }[]
}

/** The file of a version. */
export const fileOf = async ({ app }: BenchApi, id: number): Promise<Uint8Array> =>
  app.artifacts.get((await requireVersion(app.db, id)).artifact)

/**
 * All series of a group asked for in one call, each time after a day that is new to all of them, so that nothing is
 * remembered; and what the numbers alone take. `known`: days that are stored.
 */
export async function forecastGroup(
  api: BenchApi,
  members: readonly Member[],
  known: number,
  version: number,
  rounds: number,
) {
  const keys = members.map(({ key }) => key)
  const ask = async (): Promise<number> => {
    const begun = performance.now()
    const { forecasts } = await api.ask<Reply>(query, { keys })
    const took = performance.now() - begun
    const odd = forecasts.find(one => one.message !== undefined || one.fallback !== null)
    if (odd !== undefined) throw new Error(odd.message ?? odd.fallback!)
    return took
  }
  const open = await openVersion(await fileOf(api, version))
  const wanted = open.pointsNeeded(members[0]!.step)
  const [ours, alone]: [number[], number[]] = [[], []]
  const first = await ask()
  for (let day = known; day < known + rounds; day++) {
    await fillMore(
      api,
      members.map(member => pointsOf(cut(member, day, day + 1))),
      100,
    )
    ours.push(await ask())
    const recent = members.map(member => cut(member, day + 1 - wanted, day + 1))
    const begun = performance.now()
    await open.forecast(recent, open.horizon)
    alone.push(performance.now() - begun)
  }
  await open.close()
  const perSecond = (times: readonly number[]) => keys.length / (median(times) / 1_000)
  return { first, perSecond: perSecond(ours), alone: perSecond(alone) }
}
