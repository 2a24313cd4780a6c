'use client'
import { firingAlerts } from '../../graphql/alert.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { useAlertNews } from './use-alert-news.ts'

const refreshEvery = 30_000

/** How many alerts fire now, beside the way to them; nothing where none does. */
export function FiringCount() {
  const { data, reload } = useRead(firingAlerts, {}, refreshEvery)
  useAlertNews(reload)
  const count = data?.alerts.totalCount ?? 0
  if (count === 0) return null
  return (
    <span
      className="absolute top-0.5 left-[calc(50%+0.25rem)] rounded-full bg-critical px-1.5 font-semibold text-2xs text-surface tabular-nums xl:static xl:ml-auto"
      data-testid="firing"
    >
      {count > 99 ? t('alert.many') : count}
      <span className="sr-only"> {t('alert.firing')}</span>
    </span>
  )
}
