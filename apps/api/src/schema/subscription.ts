import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core'
import { eventRetention, messagesPerSecond, seriesPerSubscription } from '@seriema/domain/event'
import { Fault } from '@seriema/domain/fault'
import type { Batch } from '../events/batch.ts'
import type { EventKind, Item, ItemOf } from '../events/event.ts'
import { spread } from '../events/spread.ts'
import { within } from '../events/within.ts'
import { seriesNotFound } from '../store/series.ts'
import { builder, type Types } from './builder.ts'
import type { Context } from './context.ts'
import { needs } from './needs.ts'
import { counted } from './words.ts'

const cost = 10

const seriesArgs = builder.args(arg => ({
  series: arg.stringList({
    description: `Only of the series with these keys, at most ${counted(seriesPerSubscription)} [all].`,
  }),
}))

const resumeArgs = builder.args(arg => ({
  after: arg.field({
    type: 'Cursor',
    description: `The last \`cursor\` received: everything since then comes first, without gap or repeat. CURSOR_EXPIRED when it is over ${eventRetention / 86_400_000} days old [from now on].`,
  }),
}))

const argsWith = <A extends InputFieldMap>(own: A) => ({ ...seriesArgs, ...own, ...resumeArgs })

/** What a subscription with arguments of its own was asked with. */
type Asked<A extends InputFieldMap> = InputShapeFromFields<ReturnType<typeof argsWith<A>>>
type Chosen = InputShapeFromFields<typeof seriesArgs> & Partial<InputShapeFromFields<typeof resumeArgs>>

/** Opens a stream of one kind of event. A key that no series has is a mistake here: nothing would ever come. */
async function listen(
  kind: EventKind,
  { series, after }: Chosen,
  { app, loaders }: Context,
): Promise<AsyncGenerator<Batch, void, void>> {
  if ((series?.length ?? 0) > seriesPerSubscription)
    throw new Fault(
      'INVALID_INPUT',
      `series lists at most ${counted(seriesPerSubscription)} keys: leave it out to hear of all`,
    )
  const found = series == null ? null : await Promise.all(series.map(key => loaders.seriesByKey(key)))
  const seriesIds = found?.map((each, i) => {
    if (each === null) throw seriesNotFound(series![i]!)
    return each.id
  })
  return within(app.reach, await app.hub.stream({ kinds: [kind], seriesIds: seriesIds ?? null }, after ?? null))
}

/** The items of one kind; their series need not be read again. */
function itemsOf<K extends EventKind>(kind: K, items: readonly Item[], { loaders }: Context): readonly ItemOf<K>[] {
  for (const { series } of items) if (series !== null) loaders.remember(series)
  return items.filter((item): item is Item & ItemOf<K> => item.kind === kind)
}

const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1)

/**
 * A subscription as most are: messages with a cursor to go on from and a list of what events of one kind point at, of
 * the series asked for, which begin after a cursor or now.
 */
export function subscription<K extends EventKind, T extends object, A extends InputFieldMap>(
  name: string,
  field: {
    kind: K
    /** The beginning of a sentence: what comes, and when. */
    description: string
    /** What a message is; the first comes at once, even without anything in it. */
    message: string
    list: {
      name: string
      description: string
      type: ObjectRef<Types, T>
      of(items: readonly ItemOf<K>[], args: Asked<A>): readonly T[]
    }
    /** Which of what is listed, beyond the series. */
    args: A
  },
): void {
  const { kind, description, message, list } = field
  interface Message extends Batch {
    readonly args: Asked<A>
  }
  const type = builder.objectRef<Message>(capital(name)).implement({
    description: message,
    fields: t => ({
      cursor: t.expose('cursor', {
        type: 'Cursor',
        description: 'Where the subscription is now; give it as `after` to go on from here.',
      }),
      [list.name]: t.field({
        type: [list.type],
        description: list.description,
        resolve: ({ items, args }, _args, context) => list.of(itemsOf(kind, items, context), args),
      }),
    }),
  })
  builder.subscriptionField(name, t =>
    t.field({
      type,
      description: `${description}, at most ${messagesPerSecond} messages a second.`,
      complexity: cost,
      extensions: needs('viewer'),
      args: argsWith(field.args),
      subscribe: (_root, args, context) => listen(kind, args, context),
      resolve: (batch, args) => ({ cursor: batch.cursor, items: batch.items, args }),
    }),
  )
}

/** What makes a field a subscription that sends one message for each event of a kind, from now on. */
export const toEach = <K extends EventKind>(kind: K) => ({
  complexity: cost,
  extensions: needs('viewer'),
  args: seriesArgs,
  subscribe: async (_root: unknown, args: Chosen, context: Context) => spread(kind, await listen(kind, args, context)),
})
