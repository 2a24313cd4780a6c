'use client'
import { useEffect, useState } from 'react'
import { type AlertRuleInput, type AlertRuleTrial, tryAlertRule } from '../../graphql/alert-rule.ts'
import { describeError, isFault } from '../../graphql/fault.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { formatDuration } from '../../ui/time.ts'
import { useSettled } from '../series/use-settled.ts'
import { TrialChart } from './trial-chart.tsx'

const day = 86_400_000
const stretches = { HOUR: 3_600_000, DAY: day, WEEK: 7 * day, MONTH: 30 * day, YEAR: 365 * day } as const
type Stretch = keyof typeof stretches
const stretchNames = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'] as const satisfies readonly Stretch[]

interface RuleTrialProps {
  readonly draft: AlertRuleInput
  /** Whether the past can tell what it would have done. */
  readonly hasPast: boolean
}

/** When the rule would have fired, how often and for how long, before it is saved. */
export function RuleTrial({ draft, hasPast }: RuleTrialProps) {
  const [stretch, setStretch] = useState<Stretch>('WEEK')
  const [chosen, setChosen] = useState<string | null>(null)
  const { trial, error, busy } = useTrial(hasPast ? draft : null, stretches[stretch])
  const most = trial?.perSeries[0]?.series.key ?? null
  const key = trial?.perSeries.some(({ series }) => series.key === chosen) ? chosen : most
  return (
    <Panel
      aside={
        hasPast && (
          <Segments
            label={t('trial.over')}
            onChange={setStretch}
            options={stretchNames.map(value => ({ value, text: t(`trial.${value}`) }))}
            value={stretch}
          />
        )
      }
      title={t('trial.title')}
    >
      {!hasPast && <p className="text-ink-soft text-xs">{t('trial.noPast')}</p>}
      {hasPast && trial === null && error === null && <div aria-busy="true" className="skeleton h-64" />}
      {error !== null && <p className="wrap-anywhere text-xs">{t('trial.cannot', { why: error })}</p>}
      {trial !== null && error === null && (
        <div aria-busy={busy} className="grid gap-3">
          <p className="text-xs" role="status">
            {trial.count === 0
              ? t('trial.never')
              : t('trial.outcome', { count: formatExactCount(trial.count), time: formatDuration(trial.duration) })}
            {trial.cut && ` ${t('trial.cut')}`}
          </p>
          {key !== null && (
            <TrialChart seriesKey={key} trial={trial} channel={draft.channel ?? null} limit={limitOf(draft)} />
          )}
          <TriedSeries chosen={key} onChoose={setChosen} trial={trial} />
        </div>
      )}
    </Panel>
  )
}

/** Conditions whose limit is in the unit of the channel. */
const ofValues: ReadonlySet<string> = new Set(['VALUE', 'FORECAST'])

function limitOf({ condition, settings }: AlertRuleInput): number | null {
  const { limit } = (settings ?? {}) as { readonly limit?: unknown }
  return ofValues.has(condition) && typeof limit === 'number' ? limit : null
}

interface TriedSeriesProps {
  readonly trial: AlertRuleTrial
  readonly chosen: string | null
  readonly onChoose: (key: string) => void
}

const shownSeries = 20

/** Where there are several: how often each would have been part of an alert. */
function TriedSeries({ trial: { perSeries }, chosen, onChoose }: TriedSeriesProps) {
  if (perSeries.length < 2) return null
  return (
    <ul className="text-xs">
      {perSeries.slice(0, shownSeries).map(({ series, count, duration }) => (
        <li key={series.key}>
          <button
            aria-pressed={series.key === chosen}
            className="flex w-full items-center gap-3 rounded-sm px-2 py-1 text-left hover:bg-sunken aria-pressed:bg-accent-soft"
            onClick={() => onChoose(series.key)}
            type="button"
          >
            <span className="min-w-0 flex-1 truncate font-medium">{series.title ?? series.key}</span>
            <span className="text-ink-soft tabular-nums">
              {t('trial.perSeries', { count: formatExactCount(count), time: formatDuration(duration) })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface Tried {
  readonly trial: AlertRuleTrial | null
  readonly error: string | null
  readonly busy: boolean
}

/** Asked about once the form rests; what was found stays in sight while it is asked anew. */
function useTrial(draft: AlertRuleInput | null, length: number): Tried {
  const { client } = useApi()
  const [tried, setTried] = useState<Tried>({ trial: null, error: null, busy: true })
  // A name is nothing that a trial depends on, and is missing at first.
  const asked = useSettled(
    draft === null ? null : JSON.stringify({ ...draft, name: 'trial', receivers: [], escalateTo: [] }),
    500,
  )
  useEffect(() => {
    if (asked === null) return
    let abandoned = false
    setTried(before => ({ ...before, busy: true }))
    const to = Date.now()
    const variables = {
      rule: JSON.parse(asked) as AlertRuleInput,
      from: new Date(to - length).toISOString(),
      to: new Date(to).toISOString(),
    }
    void client
      .query(tryAlertRule, variables)
      .toPromise()
      .then(({ data, error }) => {
        if (abandoned) return
        const result = data?.result
        const refusal =
          result === undefined || isFault(result) ? (result?.message ?? (error ? describeError(error) : null)) : null
        setTried(before => ({
          trial: result?.__typename === 'AlertRuleTrial' ? result : before.trial,
          error: refusal,
          busy: false,
        }))
      })
    return () => {
      abandoned = true
    }
  }, [client, asked, length])
  return tried
}
