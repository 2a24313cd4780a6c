'use client'
import { useRef, useState } from 'react'
import type { EpochLoss } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { extent } from '../../ui/chart/columns.ts'
import { CountAxis } from '../../ui/chart/count-axis.tsx'
import { Lane } from '../../ui/chart/lane.tsx'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { LineKey, Lines } from '../../ui/chart/lines.tsx'
import { type Domain, stickyDomain } from '../../ui/chart/sticky-domain.ts'
import { formatExactCount, formatNumber } from '../../ui/number.ts'
import { useWidth } from '../../ui/use-size.ts'
import { bestOf } from './course.ts'
import { logarithm, lossTicks } from './loss-scale.ts'

interface LossCurveProps {
  readonly losses: readonly EpochLoss[]
  /** Most passes there can be; null while that is not known. */
  readonly epochs: number | null
  readonly over: boolean
}

const height = 220
const fewestShown = 10

/** Room for twice as many passes whenever they fill it: an axis that followed each would make the curve tremble. */
function roomFor(done: number, most: number): number {
  let room = fewestShown
  while (room < done) room *= 2
  return Math.max(2, Math.min(room, most))
}

/** The losses of each pass as they come, what is learnt from and what decides, and the best pass so far. */
export function LossCurve({ losses, epochs, over }: LossCurveProps) {
  const surface = useRef<HTMLDivElement>(null)
  const width = useWidth(surface)
  const [domain, setDomain] = useState<Domain | null>(null)
  const lines = [
    {
      name: t('training.lossOfTraining'),
      color: channelColor(0),
      values: losses.map(loss => logarithm(loss.training)),
    },
    {
      name: t('training.lossOfValidation'),
      color: channelColor(1),
      dash: '6 3',
      values: losses.map(loss => logarithm(loss.validation)),
    },
  ]
  const values = stickyDomain(domain, extent(lines.map(line => line.values)))
  if (values !== domain) setDomain(values)
  const best = bestOf(losses)
  const last = losses.at(-1)
  const most = over ? Math.max(2, last?.epoch ?? 2) : roomFor(last?.epoch ?? 0, epochs ?? Infinity)
  const passes = losses.map(({ epoch }) => epoch)
  return (
    <figure>
      <div ref={surface} style={{ minHeight: height }}>
        {width > 0 && (
          <Lane
            axis={scales => <CountAxis most={most} scales={scales} title={t('training.epochAxis')} />}
            height={height}
            label={t('training.curve')}
            last
            names={[]}
            ticks={lossTicks(values)}
            time={[1, most]}
            title={t('training.loss')}
            values={values}
            width={width}
          >
            {scales => (
              <>
                <Lines lines={lines} scales={scales} times={passes} />
                {best && (
                  <g stroke="var(--ink-soft)">
                    <path d={`M${scales.x(best.epoch)} ${scales.top}V${scales.bottom}`} strokeDasharray="2 3" />
                    <circle
                      cx={scales.x(best.epoch)}
                      cy={scales.y(logarithm(best.validation))}
                      fill="var(--surface)"
                      r="3.5"
                    />
                  </g>
                )}
              </>
            )}
          </Lane>
        )}
      </div>
      <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">
        <LineKey lines={lines} />
        {best && last && (
          <p className="text-ink-soft text-xs tabular-nums">
            {t('training.lossNow', {
              epoch: formatExactCount(last.epoch),
              validation: formatNumber(last.validation),
              best: formatNumber(best.validation),
              bestEpoch: formatExactCount(best.epoch),
            })}
          </p>
        )}
      </div>
    </figure>
  )
}
