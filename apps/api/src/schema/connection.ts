import type { ObjectRef } from '@pothos/core'
import type { PageRequest } from '@seriema/domain/page'
import type { Page } from '../store/page.ts'
import { builder, type Types } from './builder.ts'

/** A page as Relay names its parts. */
export const toConnection = <T>(page: Page<T>) => ({
  edges: [...page.edges],
  totalCount: page.totalCount,
  pageInfo: {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    startCursor: page.edges[0]?.cursor ?? null,
    endCursor: page.edges.at(-1)?.cursor ?? null,
  },
})

/** `<Name>Connection` and `<Name>Edge`, one pair for all fields that list the noun. */
export function connectionOf<T extends object>(name: string, node: ObjectRef<Types, T>, things: string) {
  const edge = builder.edgeObject({
    type: node,
    name: `${name}Edge`,
    description: `One of the ${things} and where it stands in the list.`,
  })
  return builder.connectionObject(
    {
      type: node,
      name: `${name}Connection`,
      description: `A page of ${things}.`,
      fields: t => ({
        totalCount: t.int({
          description: `How many ${things} there are on all pages.`,
          resolve: page => (page as unknown as { totalCount: number }).totalCount,
        }),
      }),
    },
    edge,
  )
}

/** The cost of a page: each row on it counts once, with what is asked of it. */
export const pageCost = (args: PageRequest) => ({ field: 1, multiplier: args.first ?? args.last ?? 50 })
