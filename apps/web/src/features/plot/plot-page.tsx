'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { startTransition, useOptimistic } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { addressOfVersion } from '../version/addresses.ts'
import { ComparisonPanel } from './comparison-panel.tsx'
import { MemberChoice } from './member-choice.tsx'
import { MemberPlot, TrainingPlot } from './training-plot.tsx'
import { usePlot } from './use-plot.ts'

interface PlotPageProps {
  readonly scope: Scope
  /** Of a group: the key of the series that is looked at; null for what the version keeps. */
  readonly member: string | null
  /** Names of versions: the one that is shown, and the one it is compared with. */
  readonly version: string
  readonly beside: string | null
}

/** What a version learnt from, and how it does beside another: of a series, or of a group by one of its members. */
export function PlotPage({ scope, version, ...addressed }: PlotPageProps) {
  const router = useRouter()
  // What is chosen holds at once: the next choice may come before the address has followed.
  const [{ member, beside }, setChosen] = useOptimistic(addressed)
  const state = usePlot(scope, version)
  if (state === 'loading') return <div aria-busy="true" className="skeleton h-96" />
  if (state === 'missing' || 'error' in state)
    return (
      <div className="rounded-lg border border-line bg-surface">
        {state === 'missing' ? (
          <Empty page title={t('plot.missingTitle')}>
            {t('plot.missingText')}
          </Empty>
        ) : (
          <Empty page title={t('error.unreachableTitle')}>
            {state.error}
          </Empty>
        )}
      </div>
    )
  const { members } = state
  const seriesKey = scope.series ?? member ?? members?.first[0]?.key ?? null
  const name = members?.first.find(({ key }) => key === seriesKey)?.title ?? seriesKey
  const show = (change: Partial<typeof addressed>) => {
    const chosen = { member, beside, ...change }
    startTransition(() => {
      setChosen(chosen)
      router.replace(addressOfVersion(scope, version, chosen), { scroll: false })
    })
  }
  return (
    <div className="grid gap-3">
      <header className="flex flex-wrap items-baseline justify-between gap-2">
        <h1 className="font-semibold text-lg">
          {t('plot.title', { version: state.version.name, series: state.title })}
        </h1>
        <ScopeLink scope={scope} />
      </header>
      {members !== null && <MemberChoice chosen={member} members={members} onChoose={key => show({ member: key })} />}
      {members !== null && member !== null ? (
        <MemberPlot key={member} name={name ?? member} seriesKey={member} version={state.version} />
      ) : (
        <TrainingPlot ofGroup={members !== null} version={state.version} />
      )}
      {seriesKey !== null && (
        <ComparisonPanel
          beside={beside}
          on={members === null ? null : name}
          onBeside={other => show({ beside: other })}
          others={state.others}
          seriesKey={seriesKey}
          version={state.version}
        />
      )}
    </div>
  )
}

function ScopeLink({ scope }: { scope: Scope }) {
  const [href, text] =
    scope.group === undefined
      ? [`/series/${encodeURIComponent(scope.series)}`, t('plot.toSeries')]
      : [`/groups/${encodeURIComponent(scope.group)}`, t('plot.toGroup')]
  return (
    <Link className="font-medium text-accent text-xs underline" href={href}>
      {text}
    </Link>
  )
}
