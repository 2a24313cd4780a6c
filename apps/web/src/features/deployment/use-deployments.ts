'use client'
import { useState } from 'react'
import { deploymentChanged, deployments } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { useStream } from '../../graphql/stream.ts'
import { useRead } from '../../graphql/use-read.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { type RoleState, roleState } from './role-state.ts'

/** Lines of the timeline at first, and how many older ones at a time. */
const [shownFirst, shownMore] = [6, 20]
/** Milliseconds between two looks: the figures of who is tried out grow with the points that come. */
const [whileTried, otherwise] = [2_000, 30_000]
const gap = 200

export interface Deployments {
  /** Who forecasts and who watches; null until it is known. */
  readonly roles: readonly RoleState[] | null
  readonly error: string | null
  readonly reload: () => void
  readonly showMore: () => void
}

/** How the roles of a series or group stand, live. */
export function useDeployments(scope: Scope): Deployments {
  const [first, setFirst] = useState(shownFirst)
  const { data, error, reload } = useRead(
    deployments,
    { ofSeries: scope.group === undefined, key: scope.series ?? '', name: scope.group ?? '', first },
    data => ((data?.series ?? data?.group)?.deployments.some(({ slot }) => slot !== 'ACTIVE') ? whileTried : otherwise),
  )
  const { series, group } = data ?? {}
  const found = series ?? group
  const revise = useThrottled(reload, gap)
  // Of a group, and of the one whose choices count for a series, changes are streamed with those of all others.
  const among = scope.group ?? series?.forecast.group?.name ?? series?.watch.group?.name
  useStream(
    deploymentChanged,
    among === undefined ? { series: [scope.series!] } : {},
    ({ deploymentChanged: { changes } }) => {
      const concerns = changes.some(one =>
        one.group === null ? one.series?.key === scope.series : scope.series !== undefined || one.group.name === among,
      )
      if (concerns) revise()
    },
    { onBegun: revise },
  )
  const roles = found && [
    roleState('FORECAST', found.deployments, found.forecastHistory, series?.forecast ?? null),
    roleState('WATCH', found.deployments, found.watchHistory, series?.watch ?? null),
  ]
  return { roles: roles ?? null, error, reload, showMore: () => setFirst(before => before + shownMore) }
}
