import type { Types } from './builder.ts'
import { GroupType } from './group.ts'
import { SeriesType } from './series.ts'

/** What something is for: one of the two is null. */
interface Scoped {
  readonly seriesId: number | null
  readonly groupId: number | null
}

/** `series` and `group` of what is for one or the other. */
export const scopeFields = <T extends Scoped>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, T>) => ({
  series: t.field({
    type: SeriesType,
    nullable: true,
    description: 'The series it is for; null where that is a group.',
    complexity: 1,
    resolve: ({ seriesId }, _args, { loaders }) => (seriesId === null ? null : loaders.series(seriesId)),
  }),
  group: t.field({
    type: GroupType,
    nullable: true,
    description: 'The group it is for; null where that is a series.',
    complexity: 1,
    resolve: ({ groupId }, _args, { loaders }) => (groupId === null ? null : loaders.group(groupId)),
  }),
})

/** The same of what may be for all series: both are null then. */
export const wideScopeFields = <T extends Scoped>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, T>) => ({
  series: t.field({
    type: SeriesType,
    nullable: true,
    description: 'The series it is for; null where that is a group, or all.',
    complexity: 1,
    resolve: ({ seriesId }, _args, { loaders }) => (seriesId === null ? null : loaders.series(seriesId)),
  }),
  group: t.field({
    type: GroupType,
    nullable: true,
    description: 'The group it is for; null where that is a series, or all.',
    complexity: 1,
    resolve: ({ groupId }, _args, { loaders }) => (groupId === null ? null : loaders.group(groupId)),
  }),
})
