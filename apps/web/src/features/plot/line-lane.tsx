'use client'
import { useRef } from 'react'
import { t } from '../../messages/message.ts'
import { extent } from '../../ui/chart/columns.ts'
import { Lane } from '../../ui/chart/lane.tsx'
import { type Line, LineKey, Lines } from '../../ui/chart/lines.tsx'
import { stickyDomain } from '../../ui/chart/sticky-domain.ts'
import { valueTicks } from '../../ui/chart/value-ticks.ts'
import { useWidth } from '../../ui/use-size.ts'

interface LineLaneProps {
  readonly channel: string
  readonly unit: string | null
  readonly times: readonly number[]
  readonly lines: readonly Line[]
}

const height = 220

/** Some lines over the same instants, with a key where there are several. */
export function LineLane({ channel, unit, times, lines }: LineLaneProps) {
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const values = stickyDomain(null, extent(lines.map(line => line.values)))
  return (
    <figure>
      <div ref={surface}>
        {width > 0 && (
          <Lane
            height={height}
            label={t('plot.lane', { channel })}
            last
            names={[channel]}
            ticks={valueTicks(values, height)}
            time={[times[0] ?? 0, times.at(-1) ?? 1]}
            title={unit === null ? channel : `${channel}, ${unit}`}
            values={values}
            width={width}
          >
            {scales => <Lines lines={lines} scales={scales} times={times} />}
          </Lane>
        )}
        {width === 0 && <div style={{ height }} />}
      </div>
      {lines.length > 1 && <LineKey lines={lines} />}
    </figure>
  )
}
