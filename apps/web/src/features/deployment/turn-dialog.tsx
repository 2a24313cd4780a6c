'use client'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { endDeployment, promote, rollback } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { Turn } from './ask.ts'
import type { RoleState } from './role-state.ts'
import { turnInWords } from './turn-in-words.ts'

interface TurnDialogProps {
  readonly scope: Scope
  readonly state: RoleState
  readonly turn: Turn
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Says what a change of who speaks comes to, asks why, and makes it. */
export function TurnDialog({ scope, state: { role, speaker }, turn, onClose, onDone }: TurnDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [reason, setReason] = useState('')
  const { title, text, action, look } = turnInWords(turn, scope, role, speaker)
  const make = () => {
    const input = { scope, role, reason: reason.trim() || null }
    if (turn.what === 'promote')
      void follow(client.mutation(promote, { input: { ...input, slot: turn.of.slot } }), onDone)
    else if (turn.what === 'rollBack') void follow(client.mutation(rollback, { input }), onDone)
    else {
      const slot = turn.what === 'stop' ? turn.of.slot : 'ACTIVE'
      void follow(client.mutation(endDeployment, { input: { ...input, slot } }), onDone)
    }
  }
  return (
    <ConfirmDialog
      action={action}
      busy={busy}
      error={error}
      look={look}
      onClose={onClose}
      onConfirm={make}
      title={title}
    >
      <p className="text-xs">{text}</p>
      <Field
        autoComplete="off"
        label={t('deployment.reason')}
        maxLength={500}
        onChange={event => setReason(event.target.value)}
        value={reason}
      />
    </ConfirmDialog>
  )
}
