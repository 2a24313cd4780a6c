'use client'
import { memo, useEffect, useRef, useState } from 'react'
import type { AnomalyFields, Severity } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Marker } from '../../ui/chart/marker.tsx'
import { useNow } from '../../ui/clock.ts'
import { Empty } from '../../ui/notice.tsx'
import { formatExactCount, formatNumber } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea, showInArea } from '../../ui/scroll-area.tsx'
import { Segments } from '../../ui/segments.tsx'
import { type TableColumn, TableHead } from '../../ui/table-head.tsx'
import { formatInstant, formatMoment } from '../../ui/time.ts'
import { LabelBadge } from '../label/label-badge.tsx'
import { speakerName } from '../system/speaker-name.ts'
import { severityName } from './names.ts'
import type { Stretch } from './stretch.ts'
import { useAnomalyList } from './use-anomaly-list.ts'
import { formatFigures, isWithin } from './usual.ts'

interface AnomalyTableProps {
  readonly seriesKey: string
  /** What the chart shows: all where there is nothing to show, null while that is not known. */
  readonly stretch: Stretch | 'ALL' | null
  readonly revision: number
  /** Read as far as this one, and shown. */
  readonly selected: AnomalyFields | null
  readonly onSelect: (anomaly: AnomalyFields) => void
}

type Filter = 'ALL' | Severity
type Scope = 'RANGE' | 'ALL'

const columns: readonly TableColumn[] = [
  { title: t('column.severity') },
  { title: t('column.time') },
  { title: t('column.channel') },
  { title: t('column.value'), className: 'text-right' },
  { title: t('column.expected'), className: 'text-right' },
  { title: t('column.score'), className: 'text-right' },
  { title: t('column.detector') },
  { title: t('column.reason') },
]

/** Everything that stood out in a series, newest first and live; a row shows its place in the chart. */
export const AnomalyTable = memo(function AnomalyTable(props: AnomalyTableProps) {
  const { seriesKey, stretch, revision, selected, onSelect } = props
  const [filter, setFilter] = useState<Filter>('ALL')
  const [scope, setScope] = useState<Scope>('RANGE')
  const severity = filter === 'ALL' ? null : filter
  const list = useAnomalyList(seriesKey, severity, scope === 'RANGE' ? stretch : 'ALL', revision, selected)
  const today = startOfDay(useNow())
  const aside = (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {list.total !== null && list.total > 0 && (
        <span className="text-ink-faint text-xs tabular-nums">
          {t('anomaly.count', { shown: formatExactCount(list.rows.length), total: formatExactCount(list.total) })}
        </span>
      )}
      <Segments
        label={t('anomaly.range')}
        onChange={setScope}
        options={[
          { value: 'RANGE', text: t('anomaly.inRange') },
          { value: 'ALL', text: t('anomaly.everywhere') },
        ]}
        value={scope}
      />
      <Segments
        label={t('anomaly.filter')}
        onChange={setFilter}
        options={[
          { value: 'ALL', text: t('anomaly.all') },
          { value: 'MEDIUM', text: severityName('MEDIUM') },
          { value: 'HIGH', text: severityName('HIGH') },
          { value: 'CRITICAL', text: severityName('CRITICAL') },
        ]}
        value={filter}
      />
    </div>
  )
  return (
    <Panel aside={aside} title={t('anomaly.title')}>
      {list.rows.length === 0 && !list.loading ? (
        scope === 'RANGE' && stretch !== 'ALL' ? (
          <Empty title={t('anomaly.noneHere')}>{t('anomaly.noneHereText')}</Empty>
        ) : (
          <Empty title={t('anomaly.noneTitle')}>{t('anomaly.noneText')}</Empty>
        )
      ) : (
        <ScrollArea className="-mx-3.5 max-h-104 px-3.5" label={t('anomaly.table')}>
          <table className="w-full min-w-160 text-xs">
            <TableHead
              className="sticky top-0 z-10 bg-surface text-left text-ink-faint"
              columns={columns}
              rowClassName="[&>th]:py-1.5 [&>th]:pr-3"
            />
            <tbody>
              {list.rows.map(row => (
                <AnomalyRow
                  detector={speakerName(row.speaker)}
                  key={row.id}
                  onSelect={onSelect}
                  row={row}
                  selected={row.id === selected?.id}
                  today={today}
                />
              ))}
            </tbody>
          </table>
          {list.more && (
            <div className="pt-3 text-center">
              <Button disabled={list.loading && list.rows.length < list.asked} onClick={list.loadMore}>
                {t('action.loadMore')}
              </Button>
            </div>
          )}
        </ScrollArea>
      )}
    </Panel>
  )
})

interface AnomalyRowProps {
  readonly row: AnomalyFields
  /** What to call the detector that spoke. */
  readonly detector: string
  /** Any instant of the present day. */
  readonly today: number
  readonly selected: boolean
  readonly onSelect: (anomaly: AnomalyFields) => void
}

const AnomalyRow = memo(function AnomalyRow({ row, detector, today, selected, onSelect }: AnomalyRowProps) {
  const at = Date.parse(row.at)
  const format = formatFigures(row)
  const element = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (selected && element.current) showInArea(element.current)
  }, [selected])
  return (
    <tr
      className={`relative border-line border-t align-top tabular-nums [&>td]:py-1.5 [&>td]:pr-3 ${selected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      ref={element}
    >
      <td>
        <button
          aria-label={t('anomaly.show', { severity: severityName(row.severity), time: formatInstant(at) })}
          aria-pressed={selected}
          className="inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          onClick={() => onSelect(row)}
          type="button"
        >
          <Marker severity={row.severity} />
          <span className="max-sm:sr-only">{severityName(row.severity)}</span>
        </button>
        <LabelBadge anomaly={row} />
      </td>
      <td className="whitespace-nowrap" title={formatInstant(at)}>
        {formatMoment(at, today)}
        {row.late && <span className="block text-2xs text-warn">{t('anomaly.late')}</span>}
        {!row.alarm && <span className="block text-2xs text-ink-faint">{t('anomaly.same')}</span>}
      </td>
      <td className="max-w-28 truncate sm:max-w-40" title={row.channel.name}>
        {row.channel.name}
      </td>
      <td className="text-right font-semibold">{format(row.value)}</td>
      <td className="whitespace-nowrap text-right">
        {format(row.expected)}
        <span className="block text-2xs text-ink-faint">
          {format(row.lower)} … {format(row.upper)}
        </span>
      </td>
      <td className="text-right">{formatNumber(row.score, 1)}</td>
      <td className="whitespace-nowrap">{detector}</td>
      <td className="min-w-52">
        {row.reason}
        {isWithin(row) && <span className="block text-ink-faint">{t('anomaly.within')}</span>}
        {row.fallback && <span className="block text-warn">{t('anomaly.fallback', { why: row.fallback })}</span>}
      </td>
    </tr>
  )
})

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)
