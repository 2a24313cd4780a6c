'use client'
import Link from 'next/link'
import { useState } from 'react'
import { type AlertRuleFields, alertRules } from '../../graphql/alert-rule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { AlertTabs } from './alert-tabs.tsx'
import { SeverityMark } from './names.tsx'

const [page, most] = [50, 500]

/** What people asked to hear of. */
export function RulesPage() {
  const [first, setFirst] = useState(page)
  const { data, error, reload } = useRead(alertRules, { first }, 30_000)
  const { away } = useConnection()
  const mayMake = useMay('trainer')
  const found = data?.alertRules.edges.map(({ node }) => node)
  return (
    <>
      <AlertTabs current="rules" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft text-xs">{t('rule.what')}</p>
        {mayMake && (
          <Link
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-accent bg-accent px-3 font-medium text-on-accent text-xs hover:brightness-110"
            href="/alerts/rules/new"
          >
            <Icon name="plus" size={14} /> {t('rule.new')}
          </Link>
        )}
      </div>
      {error && !away && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      <section aria-label={t('alert.rules')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div aria-busy="true" className="skeleton h-40" />}
        {found === undefined && error && <Empty title={t('rule.unreadable')} />}
        {found?.length === 0 && <Empty title={t('rule.none')}>{t('rule.noneText')}</Empty>}
        <ul className="text-xs">
          {found?.map(rule => (
            <RuleLine key={rule.id} rule={rule} />
          ))}
        </ul>
      </section>
      {data?.alertRules.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
    </>
  )
}

function RuleLine({ rule }: { rule: AlertRuleFields }) {
  const { id, name, words, severity, enabled, receiverIds } = rule
  return (
    <li className="-mx-2 grid items-center gap-x-3 gap-y-1 rounded-sm border-line px-2 py-2 not-first:border-t hover:bg-sunken sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]">
      <SeverityMark severity={severity} />
      <span className="min-w-0">
        <Link
          className="wrap-anywhere font-medium hover:underline"
          href={`/alerts/rules/${encodeURIComponent(id)}`}
          prefetch={false}
        >
          {name}
        </Link>
        <span className="block wrap-anywhere text-ink-soft">
          {words} · {scopeInWords(rule)}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-x-3">
        {receiverIds.length === 0 && <span className="text-ink-faint">{t('rule.tellsNobody')}</span>}
        <Badge tone={enabled ? 'good' : 'neutral'}>{t(enabled ? 'rule.on' : 'rule.off')}</Badge>
        <Link
          aria-label={t('rule.alertsOf', { name })}
          className="text-accent hover:underline"
          href={`/alerts?state=all&rule=${encodeURIComponent(id)}`}
          prefetch={false}
        >
          {t('alert.inbox')}
        </Link>
      </span>
    </li>
  )
}

/** What a rule watches, in words. */
const scopeInWords = ({ series, group }: AlertRuleFields): string => {
  if (series !== null) return series.title ?? series.key
  return group === null ? t('rule.ofAll') : t('rule.ofGroup', { name: group.name })
}
