import { Fault } from '@seriema/domain/fault'
import type { Series } from '../store/series.ts'
import type { Types } from './builder.ts'
import type { Context } from './context.ts'
import { SeriesType } from './series.ts'

interface Owned {
  readonly seriesId: number
}

/** The series something stored belongs to. Throws SERIES_NOT_FOUND where both were deleted while they were read. */
export async function ownerOf({ seriesId }: Owned, { loaders }: Context): Promise<Series> {
  const series = await loaders.series(seriesId)
  if (series === null)
    throw new Fault('SERIES_NOT_FOUND', 'the series of this was deleted while it was read: ask again')
  return series
}

/** The field `series` of something that belongs to one. */
export const seriesField = <T extends Owned>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, T>, description: string) =>
  t.field({
    type: SeriesType,
    description,
    complexity: 1,
    resolve: (owned, _args, context) => ownerOf(owned, context),
  })
