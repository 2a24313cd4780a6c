import type { VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Sparkline } from '../../ui/chart/sparkline.tsx'
import { mainFigures } from './figures.ts'

/** A line of a table: each figure over the versions, the oldest first. */
export function MetricTrend({ versions, before }: { versions: readonly VersionFields[]; before: number }) {
  const measured = versions.filter(({ metrics }) => metrics !== null).toReversed()
  return (
    <tr className="border-line border-t">
      <th className="py-1 text-left font-normal text-ink-faint" colSpan={before} scope="row">
        {t('version.trend')}
      </th>
      {mainFigures.map(({ name, of }) => (
        <td className="py-1 pr-3" key={name}>
          <span className="flex justify-end">
            <Sparkline
              color={channelColor(0)}
              height={22}
              times={measured.map((_, place) => place)}
              values={measured.map(({ metrics }) => of(metrics!.own) ?? Number.NaN)}
              width={64}
            />
          </span>
        </td>
      ))}
      <td />
    </tr>
  )
}
