'use client'
import { useEffect, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { describeError } from '../../graphql/fault.ts'
import { type ImportFields, type UndoOutlook, undoImport, undoOutlook } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'

interface UndoDialogProps {
  readonly current: ImportFields
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Says what would go, and asks. */
export function UndoDialog({ current: { id, fileName }, onClose, onDone }: UndoDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [outlook, setOutlook] = useState<UndoOutlook | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  useEffect(() => {
    let abandoned = false
    const read = async () => {
      const { data, error: failure } = await client.query(undoOutlook, { id }).toPromise()
      if (abandoned) return
      if (data?.import) setOutlook(data.import.undo)
      else setUnread(failure ? describeError(failure) : t('error.unreachable'))
    }
    void read()
    return () => {
      abandoned = true
    }
  }, [client, id])
  const points = formatExactCount(outlook?.points ?? 0)
  return (
    <Dialog onClose={onClose} title={t('undo.title', { file: fileName })}>
      <div className="grid grid-cols-1 gap-3">
        {(error ?? unread) && <Notice>{error ?? unread}</Notice>}
        {outlook === null && !unread && <p role="status">{t('undo.counting')}</p>}
        {outlook?.why && <Notice>{t('undo.impossible', { why: outlook.why })}</Notice>}
        {outlook?.why === null && (
          <>
            <p>{t('undo.what', { points, series: formatExactCount(outlook.series) })}</p>
            {outlook.made.length > 0 && (
              <p className="wrap-anywhere">{t('undo.made', { keys: outlook.made.slice(0, 20).join(', ') })}</p>
            )}
          </>
        )}
        <div className="flex flex-wrap justify-end gap-2 border-line border-t pt-3">
          <Button onClick={onClose}>{outlook?.why ? t('action.close') : t('action.cancel')}</Button>
          {outlook?.why === null && (
            <Button
              disabled={busy}
              look="primary"
              onClick={() => void follow(client.mutation(undoImport, { input: { id } }), onDone)}
            >
              {t('undo.confirm', { points })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
