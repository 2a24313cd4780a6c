import type { Scope } from '@seriema/domain/role'
import { eq, type SQL } from 'drizzle-orm'
import { version } from '../tables/version.ts'

export const inScope = (scope: Scope): SQL =>
  'seriesId' in scope ? eq(version.seriesId, scope.seriesId) : eq(version.groupId, scope.groupId)
