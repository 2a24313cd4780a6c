'use client'
import { useRef } from 'react'
import { leadErrors } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { extent, toNumbers } from '../../ui/chart/columns.ts'
import { CountAxis } from '../../ui/chart/count-axis.tsx'
import { Lane } from '../../ui/chart/lane.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Lines } from '../../ui/chart/lines.tsx'
import { valueTicks } from '../../ui/chart/value-ticks.ts'
import { formatExactCount } from '../../ui/number.ts'
import { useWidth } from '../../ui/use-size.ts'

const height = 160
const refreshEvery = 60_000
/** What stands above the greatest error. */
const headroom = 1.1

interface LeadErrorsProps {
  readonly seriesKey: string
  /** Id of the schedule whose forecasts are held against what came. */
  readonly schedule: string
  readonly channel: string
}

/** How far the last forecasts of a schedule were off, by how many steps ahead they looked. */
export function LeadErrors({ seriesKey, schedule, channel }: LeadErrorsProps) {
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const { data } = useRead(leadErrors, { key: seriesKey, schedule }, refreshEvery)
  const errors = data?.seriesByKey?.leadErrors
  const own = errors?.channels.find(one => one.channel.name === channel) ?? errors?.channels[0]
  const values = own === undefined ? [] : toNumbers(own.absolute)
  const [, most] = extent([values]) ?? [0, 0]
  const domain = [0, most * headroom || 1] as const
  const leads = Array.from(values, (_, i) => i + 1)
  const unit = own?.channel.rateUnit ?? own?.channel.unit
  const came = own?.counts.some(count => count > 0) ?? false
  return (
    <figure className="mt-4">
      <figcaption className="text-xs">
        <span className="font-medium text-ink-soft">{t('past.errors')}</span>
        {own && errors && (
          <span className="block text-2xs text-ink-faint">
            {t('past.errorsOf', { channel: own.channel.name, count: formatExactCount(errors.forecasts) })}
          </span>
        )}
      </figcaption>
      <div className="-mx-2" ref={surface} style={{ minHeight: height }}>
        {own !== undefined && !came && <p className="px-2 pt-3 text-ink-soft text-xs">{t('past.noErrors')}</p>}
        {own !== undefined && came && width > 0 && (
          <Lane
            axis={scales => <CountAxis most={Math.max(2, leads.length)} scales={scales} title={t('past.leadAxis')} />}
            height={height}
            label={t('past.errors')}
            last
            names={[]}
            ticks={valueTicks(domain, height)}
            time={[1, Math.max(2, leads.length)]}
            title={unit ?? ''}
            values={domain}
            width={width}
          >
            {scales => (
              <Lines
                lines={[{ name: own.channel.name, color: channelColor(own.channel.position), values }]}
                scales={scales}
                times={leads}
              />
            )}
          </Lane>
        )}
      </div>
    </figure>
  )
}
