import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/notice.tsx'

interface FleetNothingProps {
  readonly search: string
  /** null for whoever may not. */
  readonly onCreate: (() => void) | null
  readonly onImport: (() => void) | null
}

/** No series at all, or none that matches. */
export function FleetNothing({ search, onCreate, onImport }: FleetNothingProps) {
  return (
    <div className="rounded-lg border border-line border-dashed bg-surface">
      {search ? (
        <Empty title={t('fleet.noMatchTitle', { search })}>{t('fleet.noMatchText')}</Empty>
      ) : (
        <Empty title={t('fleet.emptyTitle')}>
          <p>{t(onCreate || onImport ? 'fleet.emptyText' : 'fleet.nothingForYou')}</p>
          <div className="flex flex-wrap justify-center gap-2">
            {onImport && <Button onClick={onImport}>{t('import.open')}</Button>}
            {onCreate && (
              <Button look="primary" onClick={onCreate}>
                {t('create.open')}
              </Button>
            )}
          </div>
        </Empty>
      )}
    </div>
  )
}
