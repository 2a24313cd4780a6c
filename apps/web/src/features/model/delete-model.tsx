'use client'
import { deleteModel } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { DeleteOne } from '../deletion/delete-one.tsx'

interface DeleteModelProps {
  readonly id: string
  readonly name: string
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a draft goes. */
export const DeleteModel = ({ id, name, ...rest }: DeleteModelProps) => (
  <DeleteOne
    {...rest}
    action={t('delete.submit')}
    remove={client => client.mutation(deleteModel, { input: { id: id } })}
    text={`${t('model.deleteWhat')} ${t('delete.final')}`}
    title={t('delete.title', { name })}
  />
)
