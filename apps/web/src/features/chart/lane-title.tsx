import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import type { TickLabels } from '../../ui/chart/tick-labels.ts'
import { formatExact } from '../../ui/number.ts'
import type { LaneChannels } from './lanes.ts'

/** Which channels a lane shows, in which unit, and what its short labels leave out. */
export function LaneTitle({ lane, axis }: { lane: LaneChannels; axis: TickLabels }) {
  return (
    <>
      {lane.channels.map(({ name, position }) => (
        <span className="mr-2" key={name}>
          <span
            className="mr-1 inline-block size-1.5 rounded-full align-middle"
            style={{ background: channelColor(position) }}
          />
          {name}
        </span>
      ))}
      {lane.unit !== null && <span className="mr-2 text-ink-faint">{t('chart.unit', { unit: lane.unit })}</span>}
      {axis.exponent !== 0 && (
        <span className="mr-2 font-medium">{t('chart.exponent', { power: superscript(axis.exponent) })}</span>
      )}
      {axis.offset !== 0 && (
        <span className="font-medium">{t('chart.offset', { value: formatExact(axis.offset) })}</span>
      )}
    </>
  )
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const superscript = (power: number) =>
  String(power)
    .replace(/\d/g, digit => raised[Number(digit)]!)
    .replace('-', '⁻')
