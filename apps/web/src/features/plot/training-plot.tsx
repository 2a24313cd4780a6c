import type { PlottedVersion } from '../../graphql/plot.ts'
import { t } from '../../messages/message.ts'
import { toNumbers } from '../../ui/chart/columns.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Empty } from '../../ui/notice.tsx'
import { formatExactCount, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatInstant } from '../../ui/time.ts'
import { LineLane } from './line-lane.tsx'

/** The last points that a version learnt from, channel by channel. */
export function TrainingPlot({
  version: { sample, statistics, points, dataFrom, dataTo },
}: {
  version: PlottedVersion
}) {
  const instant = (at: string | null) => (at === null ? missing : formatInstant(Date.parse(at)))
  if (sample === null)
    return (
      <Panel title={t('plot.training')}>
        <Empty title={t('plot.none')}>{t('plot.noneText')}</Empty>
      </Panel>
    )
  return (
    <Panel title={t('plot.training')}>
      <p className="mb-2 text-ink-soft text-xs">
        {t('plot.trainingText', {
          shown: formatExactCount(sample.times.length),
          points: points === null ? missing : formatExactCount(points),
          from: instant(dataFrom),
          to: instant(dataTo),
        })}
      </p>
      {sample.values.map((values, c) => {
        const channel = statistics[c]?.channel ?? t('plot.channelNumber', { number: c + 1 })
        return (
          <LineLane
            channel={channel}
            key={channel}
            lines={[{ name: channel, color: channelColor(c), values: toNumbers(values) }]}
            times={sample.times}
            unit={statistics[c]?.unit ?? null}
          />
        )
      })}
    </Panel>
  )
}
