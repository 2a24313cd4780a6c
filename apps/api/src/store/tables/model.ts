import type { Recipe } from '@seriema/domain/recipe'
import type { Retraining } from '@seriema/domain/retraining'
import type { Role } from '@seriema/domain/role'
import type { Settings } from '@seriema/domain/setting'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { oneScope, scopeColumns } from './scope.ts'

/** What an owner configures; a draft until a training of it is asked for, and from then on as it is. */
export const model = pgTable(
  'models',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    name: text().notNull(),
    description: text(),
    role: text().$type<Role>().notNull(),
    kind: text().notNull(),
    settings: jsonb().$type<Settings>().notNull(),
    recipe: jsonb().$type<Recipe>().notNull(),
    /** When it is trained again by itself; null: never. */
    retraining: jsonb().$type<Retraining>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** When a training was first asked for; null: a draft. */
    trainedAt: instant(),
  },
  table => [
    oneScope('models', table),
    index('models_by_series').on(table.seriesId),
    index('models_by_group').on(table.groupId),
  ],
)
