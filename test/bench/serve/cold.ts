import { registerVersion } from '@seriema/api/flows/versions-for-tests'
import { encodeId } from '@seriema/api/schema/identity'
import { requireSeries } from '@seriema/api/store/series'
import type { Member } from '@seriema/ml/contract/trainable'
import { openVersion } from '@seriema/ml/versions/open'
import type { BenchApi } from '../api.ts'
import { fileOf } from './group.ts'

const query = `query ($keys: [String!]!, $version: ID!) { forecasts(keys: $keys, version: $version) {
  ... on Forecast { speaker { version { id } } channels { mean } } ... on Fault { message } } }`

interface Reply {
  readonly forecasts: readonly { readonly message?: string }[]
}

/** Milliseconds of a forecast by each of so many versions that are not loaded yet, and of opening the same file alone. */
export async function loadCold(api: BenchApi, member: Member, version: number, count: number) {
  const { app } = api
  const artifact = await fileOf(api, version)
  const known = await openVersion(artifact)
  const { lookback, horizon } = known
  const points = known.pointsNeeded(member.step)
  await known.close()
  const { id: seriesId } = await requireSeries(app.db, member.key)
  const made = { kind: 'ttm', artifact, channels: member.channels.length, lookback, horizon }
  const ours: number[] = []
  const alone: number[] = []
  const recent = {
    ...member,
    times: member.times.slice(-points),
    channels: member.channels.map(one => one.slice(-points)),
  }
  for (let i = 0; i < count; i++) {
    const id = await registerVersion(app, { seriesId }, made)
    const variables = { keys: [member.key], version: encodeId('Version', id) }
    const begun = performance.now()
    const { forecasts } = await api.ask<Reply>(query, variables)
    ours.push(performance.now() - begun)
    if (forecasts[0]?.message !== undefined) throw new Error(forecasts[0].message)
    const opening = performance.now()
    const open = await openVersion(artifact)
    await open.forecast([recent], horizon)
    alone.push(performance.now() - opening)
    await open.close()
  }
  return { ours, alone }
}
