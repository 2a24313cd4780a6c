'use client'
import { deleteReceiver, type Receiver } from '../../graphql/receiver.ts'
import { t } from '../../messages/message.ts'
import { DeleteOne } from '../deletion/delete-one.tsx'

interface DeleteReceiverProps {
  readonly receiver: Receiver
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a receiver goes, with what waits for it. */
export const DeleteReceiver = ({ receiver: { id, name }, ...rest }: DeleteReceiverProps) => (
  <DeleteOne
    {...rest}
    action={t('alert.delete')}
    remove={client => client.mutation(deleteReceiver, { input: { id: id } })}
    text={t('receiver.deleteText')}
    title={t('receiver.deleteTitle', { name })}
  />
)
