import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/notice.tsx'

interface FleetNothingProps {
  readonly search: string
  readonly onCreate: () => void
  readonly onImport: () => void
}

/** No series at all, or none that matches. */
export function FleetNothing({ search, onCreate, onImport }: FleetNothingProps) {
  return (
    <div className="rounded-lg border border-line border-dashed bg-surface">
      {search ? (
        <Empty title={t('fleet.noMatchTitle', { search })}>{t('fleet.noMatchText')}</Empty>
      ) : (
        <Empty title={t('fleet.emptyTitle')}>
          <p>{t('fleet.emptyText')}</p>
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={onImport}>{t('import.open')}</Button>
            <Button look="primary" onClick={onCreate}>
              {t('create.open')}
            </Button>
          </div>
        </Empty>
      )}
    </div>
  )
}
