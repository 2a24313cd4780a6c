'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { type AlertFields, alerts } from '../../graphql/alert.ts'
import { alertRules } from '../../graphql/alert-rule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { replaceSearch } from '../../ui/replace-search.ts'
import { Segments } from '../../ui/segments.tsx'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { ActDialog, type AlertAct } from './act-dialog.tsx'
import { AlertList } from './alert-list.tsx'
import { AlertTabs } from './alert-tabs.tsx'
import { filterOf, readShown, type ShownAlerts, writeShown } from './filter.ts'
import { alertSeverities } from './names.tsx'
import { useAlertNews } from './use-alert-news.ts'

const [page, most] = [50, 500]
const refreshEvery = 30_000

/** What fires, and what has fired: the newest first, as it happens. */
export function AlertsPage() {
  const address = useSearchParams()
  const [shown, setShown] = useState(() => readShown(new URLSearchParams(address.toString())))
  const [first, setFirst] = useState(page)
  const [acting, setActing] = useState<{ act: AlertAct; alert: AlertFields } | null>(null)
  const { data, error, reload } = useRead(alerts, { first, filter: filterOf(shown) }, refreshEvery)
  const mayAct = useMay('trainer')
  const { away } = useConnection()
  useAlertNews(reload)
  useEffect(() => replaceSearch(writeShown(shown)), [shown])
  const found = data?.alerts
  const list = found?.edges.map(({ node }) => node)
  const change = (change: Partial<ShownAlerts>) => {
    setShown(before => ({ ...before, ...change }))
    setFirst(page)
  }
  return (
    <>
      <AlertTabs current="alerts" />
      <ShownFields onChange={change} shown={shown} total={found?.totalCount ?? null} />
      {error && !away && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      <section aria-label={t('alert.inbox')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {list === undefined && !error && <div aria-busy="true" className="skeleton h-40" />}
        {list === undefined && error && <Empty title={t('alert.unreadable')} />}
        {list?.length === 0 && <NoAlerts shown={shown} />}
        {list !== undefined && list.length > 0 && (
          <AlertList alerts={list} onAct={mayAct ? (act, alert) => setActing({ act, alert }) : null} />
        )}
      </section>
      {found?.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
      {acting !== null && (
        <ActDialog
          {...acting}
          onClose={() => setActing(null)}
          onDone={() => {
            setActing(null)
            reload()
          }}
        />
      )}
    </>
  )
}

const states = ['OPEN', 'FIRING', 'ACKNOWLEDGED', 'RESOLVED', 'ALL'] as const

interface ShownFieldsProps {
  readonly shown: ShownAlerts
  readonly total: number | null
  readonly onChange: (change: Partial<ShownAlerts>) => void
}

function ShownFields({ shown, total, onChange }: ShownFieldsProps) {
  const { data } = useRead(alertRules, { first: 100 })
  const rules = data?.alertRules.edges.map(({ node }) => node) ?? []
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
      <Segments
        label={t('alert.state')}
        onChange={state => onChange({ state })}
        options={states.map(value => ({ value, text: t(`alert.state.${value}`) }))}
        value={shown.state}
      />
      <Choice
        className="w-36"
        label={t('alert.severity')}
        onChange={event => onChange({ severity: alertSeverities.find(one => one === event.target.value) ?? null })}
        value={shown.severity ?? ''}
      >
        <option value="">{t('alert.any')}</option>
        {alertSeverities.map(each => (
          <option key={each} value={each}>
            {t(`alert.severity.${each}`)}
          </option>
        ))}
      </Choice>
      <Choice
        className="w-48"
        label={t('rule.title')}
        onChange={event => onChange({ rule: event.target.value || null })}
        value={shown.rule ?? ''}
      >
        <option value="">{t('alert.any')}</option>
        {rules.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      {shown.series !== null && (
        <Button onClick={() => onChange({ series: null })}>{t('alert.ofSeries', { key: shown.series })}</Button>
      )}
      {total !== null && (
        <p aria-live="polite" className="ml-auto text-ink-soft text-xs">
          {t('alert.count', { count: formatExactCount(total) })}
        </p>
      )}
    </div>
  )
}

function NoAlerts({ shown: { state, severity, rule, series } }: { shown: ShownAlerts }) {
  const narrowed = severity !== null || rule !== null || series !== null
  if (narrowed || (state !== 'OPEN' && state !== 'ALL')) return <Empty title={t('alert.noMatch')} />
  return <Empty title={t('alert.none')}>{t('alert.noneText')}</Empty>
}
