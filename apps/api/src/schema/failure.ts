import { builder } from './builder.ts'
import { FaultCodeEnum } from './fault.ts'

/** Why something that went on by itself did not succeed; `code` is null where it was no fault of anybody's but ours. */
export interface Failure {
  readonly code: string | null
  readonly message: string
}

export const failureType = (name: string, description: string) =>
  builder.objectRef<Failure>(name).implement({
    description,
    fields: t => ({
      code: t.field({
        type: FaultCodeEnum,
        nullable: true,
        description: 'What kind of failure; null where it was ours.',
        resolve: ({ code }) => code as null,
      }),
      message: t.exposeString('message', { description: 'What went wrong and what to do, in words.' }),
    }),
  })
