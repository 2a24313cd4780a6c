import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import { Fault } from '@seriema/domain/fault'
import { pageBounds } from '@seriema/domain/page'
import type { SettingValue } from '@seriema/domain/setting'
import type { Column, RawColumn } from './column.ts'
import type { Context } from './context.ts'
import { decodeId, encodeId } from './identity.ts'
import { needs } from './needs.ts'

const { least, most, usual } = pageBounds
const cursor = 'Opaque; give it as `after` or `before` to go on from here.'

/**
 * Fields are non-null unless they say otherwise. Costs count rows: what is read once costs nothing extra, whatever
 * leads to another row says so (`limits.ts` of the server holds the limit).
 */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    DateTime: { Input: number; Output: number }
    Instants: { Input: RawColumn; Output: Column }
    Values: { Input: RawColumn; Output: Column }
    Cursor: { Input: string; Output: string }
    Settings: { Input: Readonly<Record<string, unknown>>; Output: Readonly<Record<string, SettingValue>> }
    SettingValue: { Input: never; Output: SettingValue }
    ID: { Input: string; Output: string | number }
  }
}>({
  plugins: [ComplexityPlugin, RelayPlugin],
  defaultFieldNullability: false,
  complexity: { defaultComplexity: 0, defaultListMultiplier: 1 },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    brandLoadedObjects: true,
    encodeGlobalID: encodeId,
    decodeGlobalID: decodeId,
    edgesFieldOptions: { nullable: { list: false, items: false }, description: 'This page, in order.' },
    nodeFieldOptions: { nullable: false, description: 'What is listed.' },
    cursorFieldOptions: { description: cursor },
    pageInfoFieldOptions: { description: 'Where this page lies.' },
    idFieldOptions: { description: 'Unlike that of anything else here; `node` finds it again.' },
    nodeTypeOptions: { description: 'Anything with an identity, which `node` finds again.' },
    pageInfoTypeOptions: {
      extensions: needs('nothing'),
      description: 'Where a page lies among all that is listed.',
    },
    hasNextPageFieldOptions: { description: 'Whether more comes after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there was more before this page.' },
    startCursorFieldOptions: { description: `Cursor of the first item, null on an empty page. ${cursor}` },
    endCursorFieldOptions: { description: `Cursor of the last item, null on an empty page. ${cursor}` },
    firstArgOptions: { description: `How many from the start, ${least} to ${most} [${usual}].` },
    lastArgOptions: { description: `How many from the end, ${least} to ${most}; instead of \`first\`.` },
    afterArgOptions: { description: 'Only what comes after this cursor.' },
    beforeArgOptions: { description: 'Only what comes before this cursor.' },
    nodeQueryOptions: {
      extensions: needs('viewer'),
      description: 'Finds anything by its `id`; null when it does not exist (any more).',
      args: { id: { description: 'As given by `id`.' } },
      complexity: 1,
    },
    nodesQueryOptions: {
      extensions: needs('viewer'),
      description: 'Finds many by their `id`, in the order asked; null where one does not exist (any more).',
      args: { ids: { description: `As given by \`id\`, at most ${most}.` } },
      complexity: (args: Record<string, unknown>) => ({ multiplier: (args.ids as readonly unknown[]).length }),
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > most)
          throw new Fault('TOO_LARGE', `nodes takes at most ${most} ids at once, not ${ids.length}`)
        return resolveNodes(ids)
      },
    },
  },
})

/** The builder's types, for what is made with it. */
export type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({ description: 'What can be changed. Every answer is a payload or a Fault that says what to do.' })
builder.subscriptionType({
  description: 'What happens, as it happens. Whoever comes back gives the last cursor as `after` and misses nothing.',
})
