import type { Scope } from '../../graphql/model.ts'

interface Shown {
  /** Of a group: the member that is looked at; null for what the version keeps. */
  readonly member?: string | null
  /** Name of a version of the same series or group, to compare with. */
  readonly beside?: string | null
}

/** Where a version is shown with what it learnt from, beside another where one is named. */
export function addressOfVersion(scope: Scope, name: string, { member = null, beside = null }: Shown = {}): string {
  const of: Record<string, string> =
    scope.group === undefined
      ? { series_id: scope.series }
      : { group: scope.group, ...(member !== null && { series_id: member }) }
  return `/plot?${new URLSearchParams({ ...of, version: name, ...(beside !== null && { beside }) })}`
}
