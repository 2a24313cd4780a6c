import { memberSample, type PlottedVersion, type Sample } from '../../graphql/plot.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { toNumbers } from '../../ui/chart/columns.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatInstant } from '../../ui/time.ts'
import { LineLane } from './line-lane.tsx'

const instant = (at: string | null) => (at === null ? missing : formatInstant(Date.parse(at)))

interface TrainingPlotProps {
  readonly version: PlottedVersion
  readonly ofGroup: boolean
}

/** The last points that a version learnt from, as it keeps them, channel by channel. */
export function TrainingPlot({ version, ofGroup }: TrainingPlotProps) {
  const { sample, points, dataFrom, dataTo } = version
  if (sample === null)
    return (
      <Panel title={t('plot.training')}>
        <Empty title={t('plot.none')}>{t('plot.noneText')}</Empty>
      </Panel>
    )
  const said = {
    shown: formatExactCount(sample.times.length),
    points: points === null ? missing : formatExactCount(points),
    from: instant(dataFrom),
    to: instant(dataTo),
  }
  return (
    <Panel title={t('plot.training')}>
      <p className="mb-2 text-ink-soft text-xs">
        {ofGroup ? t('plot.trainingOfGroup', said) : t('plot.trainingText', said)}
      </p>
      <Lanes sample={sample} statistics={version.statistics} />
    </Panel>
  )
}

interface MemberPlotProps {
  readonly version: PlottedVersion
  readonly seriesKey: string
  readonly name: string
}

/** The last points of a member up to where the version learnt, by its recipe. */
export function MemberPlot({ version, seriesKey, name }: MemberPlotProps) {
  const { data, error } = useRead(memberSample, { id: version.id, series: seriesKey })
  const sample = data?.node?.__typename === 'Version' ? data.node.sample : null
  return (
    <Panel title={t('plot.trainingOf', { series: name })}>
      {error && <Notice>{error}</Notice>}
      {!data && !error && <div aria-busy="true" className="skeleton h-56" />}
      {data && sample === null && <Empty title={t('plot.noneOfMember')}>{t('plot.noneOfMemberText')}</Empty>}
      {sample !== null && (
        <>
          <p className="mb-2 text-ink-soft text-xs">
            {t('plot.memberText', { shown: formatExactCount(sample.times.length), to: instant(version.dataTo) })}
          </p>
          <Lanes sample={sample} statistics={version.statistics} />
        </>
      )}
    </Panel>
  )
}

function Lanes({ sample, statistics }: { sample: Sample; statistics: PlottedVersion['statistics'] }) {
  return sample.values.map((values, c) => {
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
  })
}
