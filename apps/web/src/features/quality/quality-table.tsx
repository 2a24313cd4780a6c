import Link from 'next/link'
import type { RankedQuality } from '../../graphql/quality.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatDuration, formatMoment } from '../../ui/time.ts'
import { addressOf } from '../series/tabs.ts'
import { RuleOutcome } from './rule-outcome.tsx'
import { rules } from './rules.ts'

const columns = [
  { title: t('column.series'), className: 'w-[24%]' },
  ...rules.map(rule => ({ title: t(`quality.rule.${rule}`) })),
  { title: t('quality.window'), className: 'text-right' },
  { title: t('quality.at'), className: 'text-right' },
]

/** Series by rows, rules by columns. */
export function QualityTable({ found }: { found: readonly RankedQuality[] }) {
  const now = useNow()
  return (
    <ScrollArea className="relative" label={t('quality.table')}>
      <table className="w-full min-w-180 text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={columns}
          rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-4 [&>th:last-child]:pr-0"
        />
        <tbody>
          {found.map(({ series, results, window, at }) => (
            <tr
              className="border-line border-t align-top [&>td]:py-1.5 [&>td]:pr-4 [&>td:last-child]:pr-0"
              key={series.key}
            >
              <td className="max-w-56">
                <Link
                  className="block truncate font-medium text-accent hover:underline"
                  href={addressOf(series.key, 'settings')}
                  prefetch={false}
                >
                  {series.title ?? series.key}
                </Link>
                {series.title !== null && (
                  <span className="block truncate font-mono text-2xs text-ink-faint">{series.key}</span>
                )}
              </td>
              {results.map(result => (
                <td className="tabular-nums" key={result.rule}>
                  <RuleOutcome result={result} />
                </td>
              ))}
              <td className="whitespace-nowrap text-right text-ink-soft tabular-nums">{formatDuration(window)}</td>
              <td className="whitespace-nowrap text-right text-ink-soft tabular-nums">
                {formatMoment(Date.parse(at), now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
