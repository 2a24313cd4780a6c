import { versionNumber } from '@seriema/domain/version'
import { findNumbered } from '../../store/version.ts'
import { builder } from '../builder.ts'
import { GroupType } from '../group.ts'
import { VersionType } from '../version.ts'

builder.objectField(GroupType, 'version', t =>
  t.field({
    type: VersionType,
    nullable: true,
    description: 'One of its versions by name, archived ones too; null where it has none of that name.',
    complexity: 1,
    args: { name: t.arg.string({ required: true, description: 'Such as v3.' }) },
    resolve: ({ id }, { name }, { app }) => {
      const number = versionNumber(name)
      return number === null ? null : findNumbered(app.reads, { groupId: id }, number)
    },
  }),
)
