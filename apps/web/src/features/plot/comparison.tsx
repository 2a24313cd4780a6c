import type { ComparedFields, VersionComparison } from '../../graphql/plot.ts'
import { t } from '../../messages/message.ts'
import { toNumbers } from '../../ui/chart/columns.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { formatExactCount, formatNumber, formatShare, missing } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { LineLane } from './line-lane.tsx'

/** Both versions over the window, and the figures of both side by side. */
export function Comparison({ comparison: { a, b, ...both } }: { comparison: VersionComparison }) {
  const { horizon, origins } = both
  const forecasts = horizon !== null && origins !== null
  const text = forecasts
    ? t('plot.forecasts', { origins: formatExactCount(origins), horizon: formatExactCount(horizon) })
    : t('plot.agreement', { share: formatShare(both.agreement ?? 0) })
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft text-xs">{text}</p>
      {both.series.channels.map(({ name, unit, rateUnit }, c) => {
        const said = (one: ComparedFields) => toNumbers(one.values[c] ?? [])
        const actual = { name: t('plot.actual'), color: 'var(--ink-faint)', values: toNumbers(both.actual[c] ?? []) }
        const lines = [
          { name: a.version.name, color: channelColor(0), values: said(a) },
          { name: b.version.name, color: channelColor(1), dash: '6 3', values: said(b) },
        ]
        return (
          <LineLane
            channel={name}
            key={name}
            lines={forecasts ? [actual, ...lines] : lines}
            times={both.times}
            unit={forecasts ? (rateUnit ?? unit) : null}
          />
        )
      })}
      <Figures a={a} b={b} />
    </div>
  )
}

const share = (figure: number | null | undefined) => (figure == null ? missing : formatShare(figure))

/** What there is to say of one, in the order of the table; null where it is of another role. */
const rows: readonly (readonly [name: string, of: (one: ComparedFields) => string | null])[] = [
  [t('plot.mae'), ({ metrics }) => metrics && formatNumber(metrics.mae)],
  [t('plot.rmse'), ({ metrics }) => metrics && formatNumber(metrics.rmse)],
  [t('plot.mape'), ({ metrics }) => metrics && share(metrics.mape)],
  [t('plot.r2'), ({ metrics }) => metrics && formatNumber(metrics.r2)],
  [t('plot.theilsU'), ({ metrics }) => metrics && formatNumber(metrics.theilsU)],
  [t('plot.coverage'), ({ metrics }) => metrics && share(metrics.coverage)],
  [t('plot.raised'), ({ raised }) => (raised === null ? null : formatExactCount(raised))],
  [t('label.precision'), ({ figures }) => figures && share(figures.precision)],
  [t('label.recall'), ({ figures }) => figures && share(figures.recall)],
  [t('label.f1'), ({ figures }) => figures && share(figures.f1)],
  [t('label.falsePositives'), ({ figures }) => figures && share(figures.falsePositiveRate)],
]

function Figures({ a, b }: { a: ComparedFields; b: ComparedFields }) {
  const shown = rows.flatMap(([name, of]) => {
    const [ofA, ofB] = [of(a), of(b)]
    return ofA === null || ofB === null ? [] : [{ name, ofA, ofB }]
  })
  return (
    <ScrollArea label={t('plot.table')}>
      <table className="w-full max-w-md text-right text-xs tabular-nums">
        <TableHead
          className="text-ink-faint"
          columns={[
            { title: t('plot.figure'), className: 'text-left' },
            { title: a.version.name },
            { title: b.version.name },
          ]}
          rowClassName="[&>th]:pb-1"
        />
        <tbody>
          {shown.map(({ name, ofA, ofB }) => (
            <tr className="border-line border-t [&>td]:py-1" key={name}>
              <th className="text-left font-normal text-ink-soft" scope="row">
                {name}
              </th>
              <td>{ofA}</td>
              <td>{ofB}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
