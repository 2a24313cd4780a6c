import type { Scope } from '../../graphql/model.ts'
import type { OneGroup, OneSeries, Target } from '../access/may.ts'

/** What something is for, as lists name it: a series or a group. */
export interface Scoped {
  readonly series: { readonly key: string; readonly title: string | null } | null
  readonly group: { readonly name: string } | null
}

/** `series=KEY` or `group=NAME` in an address; null where it names neither. */
export function readScope(params: URLSearchParams): Scope | null {
  const series = params.get('series')
  const group = params.get('group')
  if (series !== null) return { series }
  return group === null ? null : { group }
}

export const writeScope = (scope: Scope): URLSearchParams =>
  new URLSearchParams(scope.group === undefined ? { series: scope.series } : { group: scope.group })

/** The page where the models of a series or group are. */
export const pageOfScope = (scope: Scope): string =>
  scope.group === undefined
    ? `/series/${encodeURIComponent(scope.series)}/models`
    : `/groups/${encodeURIComponent(scope.group)}`

export const scopeOf = ({ series, group }: Scoped): Scope =>
  group === null ? { series: series!.key } : { group: group.name }

/** What rules look at, of a series or group that something is for. */
export const targetOf = ({
  series,
  group,
}: {
  readonly series: OneSeries | null
  readonly group: OneGroup | null
}): Target => group ?? series!

export const nameOfScope = ({ series, group }: Scoped): string => group?.name ?? series?.title ?? series?.key ?? ''
