'use client'
import type { Client } from 'urql'
import { type Outcome, useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteOneProps<Result extends { __typename: string }> {
  readonly title: string
  /** What goes with it. */
  readonly text: string
  readonly action: string
  readonly remove: (client: Client) => Outcome<Result>
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before something goes that one word says all of. */
export function DeleteOne<Result extends { __typename: string }>({
  title,
  text,
  action,
  remove,
  onDeleted,
  onClose,
}: DeleteOneProps<Result>) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  return (
    <ConfirmDialog
      action={action}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(remove(client), onDeleted)}
      title={title}
    >
      <p className="text-xs">{text}</p>
    </ConfirmDialog>
  )
}
