import type { AboutImport, AboutSeries, ImportStatus, SeriesStatus, StatusKind } from '@seriema/domain/event'
import { importStatuses, seriesStatuses } from '@seriema/domain/event'
import type { KindOfEvent } from './contract.ts'

interface Subject {
  readonly status: StatusKind
  /** The key of the series concerned, which may be gone by now. */
  readonly key: string | null
  readonly message: string
  readonly importId: string | null
}

/** The words are in the event itself: nothing is to be read, and nothing can be gone but the series. */
export const status: KindOfEvent<'status', Subject, unknown> = {
  kind: 'status',
  weight: () => 1,
  size: () => 1,
  load: async () => (event, series) => ({ kind: 'status', event, series }),
}

type Said<About> = { readonly message: (about: About) => string }
const ofSeries: { readonly [S in SeriesStatus]: Said<AboutSeries<S>> } = seriesStatuses
const ofImport: { readonly [S in ImportStatus]: Said<AboutImport<S>> } = importStatuses

/** Something happened to a series that is told in words alone. */
export const seriesStatus = <S extends SeriesStatus>(
  name: S,
  about: { readonly id: number; readonly key: string } & AboutSeries<S>,
) => ({
  kind: status.kind,
  seriesId: about.id,
  status: name,
  key: about.key,
  message: ofSeries[name].message(about),
  importId: null,
})

/** Something happened to an import. `key` is of its series, or what keys begin with. */
export const importStatus = <S extends ImportStatus>(
  name: S,
  about: { readonly id: string; readonly key: string } & AboutImport<S>,
) => ({
  kind: status.kind,
  seriesId: null,
  status: name,
  key: about.key,
  message: ofImport[name].message(about),
  importId: about.id,
})
