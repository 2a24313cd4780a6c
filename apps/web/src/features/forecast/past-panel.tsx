'use client'
import Link from 'next/link'
import type { ResultOf } from '../../graphql/graphql.ts'
import { pastForecasts } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Choice } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatMoment } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { speakerName } from '../system/speaker-name.ts'
import { useConnection } from '../system/use-connection.ts'
import { LeadErrors } from './lead-errors.tsx'

/** Earlier forecasts that are offered: a series that is forecast each hour has two days of them. */
const offered = 50
const refreshEvery = 30_000

type Listed = NonNullable<ResultOf<typeof pastForecasts>['seriesByKey']>['scheduledForecasts']
type PastChoice = Listed['edges'][number]['node']

interface PastPanelProps {
  readonly seriesKey: string
  /** Of whose errors are told. */
  readonly channel: string
  /** Id of the forecast that is drawn; null: none is. */
  readonly chosen: string | null
  /** `origin`: epoch milliseconds. */
  readonly onChoose: (chosen: { readonly id: string; readonly origin: number } | null) => void
}

/** What schedules had forecast of a series: one of it to be drawn over what came, and the error by lead time. */
export function PastPanel({ seriesKey, channel, chosen, onChoose }: PastPanelProps) {
  const { data, error } = useRead(pastForecasts, { key: seriesKey, first: offered }, refreshEvery)
  const { away } = useConnection()
  const listed = data?.seriesByKey?.scheduledForecasts
  const all = listed?.edges.map(({ node }) => node)
  return (
    <Panel title={t('past.title')}>
      {error && !away && <Notice>{error}</Notice>}
      {all === undefined && !error && <div className="skeleton h-14" />}
      {all?.length === 0 && <NonePast seriesKey={seriesKey} />}
      {all !== undefined && all.length > 0 && (
        <>
          <PastChoices all={all} chosen={chosen} onChoose={onChoose} total={listed?.totalCount ?? 0} />
          <ErrorsOf
            channel={channel}
            of={all.find(one => one.forecast.id === chosen) ?? all[0]!}
            seriesKey={seriesKey}
          />
        </>
      )}
    </Panel>
  )
}

function NonePast({ seriesKey }: { seriesKey: string }) {
  const may = useMay('trainer')
  return (
    <p className="text-ink-soft text-xs">
      {t('past.emptyText')}{' '}
      {may && (
        <Link
          className="font-medium text-accent underline"
          href={`/operations/schedules?${new URLSearchParams({ series: seriesKey })}`}
          prefetch={false}
        >
          {t('past.emptyLink')}
        </Link>
      )}
    </p>
  )
}

interface PastChoicesProps extends Pick<PastPanelProps, 'chosen' | 'onChoose'> {
  readonly all: readonly PastChoice[]
  readonly total: number
}

function PastChoices({ all, total, chosen, onChoose }: PastChoicesProps) {
  const now = useNow()
  const place = all.findIndex(({ forecast }) => forecast.id === chosen)
  const choose = (one: PastChoice | undefined) =>
    onChoose(one === undefined ? null : { id: one.forecast.id, origin: Date.parse(one.forecast.origin) })
  return (
    <>
      <Choice
        hint={
          total > all.length
            ? t('past.more', { shown: formatExactCount(all.length), total: formatExactCount(total) })
            : null
        }
        label={t('past.choose')}
        onChange={event => choose(all.find(({ forecast }) => forecast.id === event.target.value))}
        value={place < 0 ? '' : chosen!}
      >
        <option value="">{t('past.none')}</option>
        {all.map(({ forecast }) => (
          <option key={forecast.id} value={forecast.id}>
            {t('past.option', {
              origin: formatMoment(Date.parse(forecast.origin), now),
              who: speakerName(forecast.speaker),
            })}
          </option>
        ))}
      </Choice>
      <div className="mt-2 flex gap-2">
        <Button disabled={place + 1 >= all.length} onClick={() => choose(all[place + 1])}>
          {t('past.older')}
        </Button>
        <Button disabled={place <= 0} onClick={() => choose(all[place - 1])}>
          {t('past.newer')}
        </Button>
      </div>
    </>
  )
}

/** Of the schedule that made the one that is looked at, where that is within reach. */
function ErrorsOf({ seriesKey, channel, of }: { seriesKey: string; channel: string; of: PastChoice }) {
  return of.schedule === null ? null : <LeadErrors channel={channel} schedule={of.schedule.id} seriesKey={seriesKey} />
}
