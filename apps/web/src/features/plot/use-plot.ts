'use client'
import { useEffect, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import type { Scope } from '../../graphql/model.ts'
import {
  groupVersionPlot,
  type OtherVersion,
  type PlottedMember,
  type PlottedVersion,
  versionPlot,
} from '../../graphql/plot.ts'
import { useApi } from '../../graphql/provider.tsx'

/** Members of a group that are offered, at most. */
export const membersOffered = 100

export interface Plot {
  /** Of the series, or name of the group. */
  readonly title: string
  readonly version: PlottedVersion
  /** Those of the same series or group and role. */
  readonly others: readonly OtherVersion[]
  /** Of a group; null for a version of one series. */
  readonly members: { readonly total: number; readonly first: readonly PlottedMember[] } | null
}

type State = Plot | 'loading' | 'missing' | { readonly error: string }

/** A version by its name, with what it can be compared with. */
export function usePlot({ series, group }: Scope, name: string): State {
  const { client } = useApi()
  const [state, setState] = useState<State>('loading')
  useEffect(() => {
    let abandoned = false
    void (async () => {
      const found =
        group === undefined
          ? await client.query(versionPlot, { key: series, name, scope: { series } }).toPromise()
          : await client.query(groupVersionPlot, { group, name, scope: { group }, members: membersOffered }).toPromise()
      if (abandoned) return
      const { data, error } = found
      const plot = data && plotOf(data)
      if (plot) setState(plot)
      else if (error && error.graphQLErrors.length === 0) setState({ error: describeError(error) })
      else setState('missing')
    })()
    return () => {
      abandoned = true
    }
  }, [client, series, group, name])
  return state
}

interface Answer {
  readonly seriesByKey?: { key: string; title: string | null; version: PlottedVersion | null } | null
  readonly group?: {
    name: string
    version: PlottedVersion | null
    members: { totalCount: number; edges: readonly { node: PlottedMember }[] }
  } | null
  readonly versions: { edges: readonly { node: OtherVersion }[] }
}

function plotOf({ seriesByKey, group, versions }: Answer): Plot | null {
  const version = seriesByKey?.version ?? group?.version
  if (!version) return null
  return {
    title: group?.name ?? seriesByKey?.title ?? seriesByKey?.key ?? '',
    version,
    others: versions.edges.map(({ node }) => node).filter(it => it.id !== version.id && it.role === version.role),
    members: group ? { total: group.members.totalCount, first: group.members.edges.map(({ node }) => node) } : null,
  }
}
