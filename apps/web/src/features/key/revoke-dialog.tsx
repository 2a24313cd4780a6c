'use client'
import { type ApiKeyFields, revokeApiKey } from '../../graphql/api-key.ts'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { momentOr } from './in-words.ts'

interface RevokeDialogProps {
  readonly apiKey: ApiKeyFields
  readonly onRevoked: () => void
  readonly onClose: () => void
}

/** Asks before a key ends, and says what ends with it. */
export function RevokeDialog({ apiKey: { id, name, lastUsedAt }, onRevoked, onClose }: RevokeDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const now = useNow()
  return (
    <ConfirmDialog
      action={t('keys.revoke')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(revokeApiKey, { input: { id } }), onRevoked)}
      title={t('keys.revokeTitle', { name })}
    >
      <p className="text-xs">{t('keys.revokeText')}</p>
      <p className="text-ink-soft text-xs">{t('keys.lastUse', { at: momentOr(lastUsedAt, now, t('keys.notYet')) })}</p>
    </ConfirmDialog>
  )
}
