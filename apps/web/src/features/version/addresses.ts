import type { Scope } from '../../graphql/model.ts'

/** Where a version of a series is shown with what it learnt from, beside another of the same series where one is named. */
export const addressOfVersion = (series: string, name: string, beside: string | null = null): string =>
  `/plot?${new URLSearchParams({ series_id: series, version: name, ...(beside !== null && { beside }) })}`

/** Where a version is shown; null for one of a group, whose training data are of many series. */
export const pageOfVersion = (scope: Scope, name: string): string | null =>
  scope.series === undefined ? null : addressOfVersion(scope.series, name)
