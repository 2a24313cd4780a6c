'use client'
import { useRef } from 'react'
import { type AlertRuleTrial, triedSeries } from '../../graphql/alert-rule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { extent, toNumbers } from '../../ui/chart/columns.ts'
import { Lane } from '../../ui/chart/lane.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Lines } from '../../ui/chart/lines.tsx'
import { type Domain, stickyDomain } from '../../ui/chart/sticky-domain.ts'
import { valueTicks } from '../../ui/chart/value-ticks.ts'
import { useWidth } from '../../ui/use-size.ts'

interface TrialChartProps {
  readonly trial: AlertRuleTrial
  readonly seriesKey: string
  /** Name of the channel; null: the first. */
  readonly channel: string | null
  /** Beyond which it would have fired, in the unit of the channel; null where it is no such rule. */
  readonly limit: number | null
}

const height = 260
const maxPoints = 1_000

/** A series over the stretch that was tried, with the alerts that there would have been as bands. */
export function TrialChart({ trial, seriesKey, channel, limit }: TrialChartProps) {
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const { from, to } = trial
  const { data } = useRead(triedSeries, { key: seriesKey, from, to, maxPoints })
  const series = data?.seriesByKey
  // What lies before the first point is left out: nothing is to be seen there.
  const first = series?.points.times[0] ?? 0
  const time: Domain = [Math.max(Date.parse(from), first), Date.parse(to)]
  const place = Math.max(0, series?.channels.findIndex(({ name }) => name === channel) ?? 0)
  const one = series?.channels[place]
  const points = toNumbers(series?.points.values[place] ?? [])
  const values = stickyDomain(null, extent(limit === null ? [points] : [points, [limit]]))
  const unit = one?.rateUnit ?? one?.unit
  const alerts = trial.alerts.filter(alert => alert.series.some(({ key }) => key === seriesKey))
  return (
    <figure data-testid="trial" ref={surface}>
      {(width === 0 || one === undefined) && <div style={{ height }} />}
      {width > 0 && one !== undefined && (
        <Lane
          height={height}
          label={t('trial.chart', { series: series?.title ?? seriesKey, count: alerts.length })}
          last
          names={[one.name]}
          ticks={valueTicks(values, height)}
          time={time}
          title={`${series?.title ?? seriesKey} · ${one.name}${unit ? `, ${unit}` : ''}`}
          values={values}
          width={width}
        >
          {scales => (
            <>
              {alerts.map(({ openedAt, resolvedAt }) => {
                const left = scales.x(Date.parse(openedAt))
                const right = scales.x(resolvedAt === null ? time[1] : Date.parse(resolvedAt))
                return (
                  <g data-alert={openedAt} key={openedAt}>
                    <rect
                      fill="var(--critical)"
                      height={scales.bottom - scales.top}
                      opacity={0.14}
                      width={Math.max(2, right - left)}
                      x={left}
                      y={scales.top}
                    />
                    <path
                      d={`M${left} ${scales.top}V${scales.bottom}`}
                      stroke="var(--critical)"
                      strokeDasharray="3 3"
                    />
                  </g>
                )
              })}
              {limit !== null && (
                <path
                  d={`M${scales.left} ${scales.y(limit)}H${scales.right}`}
                  data-limit={limit}
                  stroke="var(--ink-soft)"
                  strokeDasharray="6 4"
                />
              )}
              <Lines
                lines={[{ name: one.name, color: channelColor(one.position), values: points }]}
                scales={scales}
                times={series!.points.times}
              />
            </>
          )}
        </Lane>
      )}
      <figcaption className="text-ink-faint text-xs">
        {t(limit === null ? 'trial.key' : 'trial.keyWithLimit')}
      </figcaption>
    </figure>
  )
}
