import Link from 'next/link'
import type { RankedDrift } from '../../graphql/drift.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { missing } from '../../ui/number.ts'
import { addressOf } from '../series/tabs.ts'
import { DriftCurve } from './drift-curve.tsx'
import { againstInWords, formatPsi, worstChannel } from './figures.ts'
import { Retrain } from './retrain.tsx'
import { useDriftHistory } from './use-drift-history.ts'

/** One series: its worst channel in figures and over time, what it is held against, and what to do. */
export function DriftRow({ drift, now }: { drift: RankedDrift; now: number }) {
  const { series } = drift
  const worst = worstChannel(drift)
  const history = useDriftHistory(series.key)
  return (
    <tr className="border-line border-t align-top [&>td]:py-2 [&>td]:pr-4 [&>td:last-child]:pr-0">
      <td className="max-w-52">
        <Link
          className="block truncate font-medium text-accent hover:underline"
          href={addressOf(series.key, 'settings')}
          prefetch={false}
        >
          {series.title ?? series.key}
        </Link>
        {worst !== null && <span className="block truncate text-2xs text-ink-faint">{worst.channel.name}</span>}
      </td>
      <td>
        <Badge tone={drift.drifted ? 'critical' : 'good'}>{t(drift.drifted ? 'drift.yes' : 'drift.no')}</Badge>
        <ul className="pl-3 text-2xs text-ink-soft">
          {drift.words.map(words => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </td>
      <td className="text-right tabular-nums">
        {worst === null ? missing : <span className="font-medium">{formatPsi(worst.psi)}</span>}
        {worst !== null && (
          <span className="block whitespace-nowrap text-2xs text-ink-faint">
            {t('drift.limit', { limit: formatPsi(worst.limit) })}
          </span>
        )}
      </td>
      <td className="text-right text-ink-soft tabular-nums">{worst === null ? missing : formatPsi(worst.kl)}</td>
      <td className="text-right text-ink-soft tabular-nums" title={t('drift.predictionHint')}>
        {worst?.prediction == null ? missing : formatPsi(worst.prediction)}
      </td>
      <td>
        {worst !== null && <DriftCurve channel={worst.channel.position} height={36} history={history} width={150} />}
      </td>
      <td className="max-w-48 text-ink-soft">{againstInWords(drift, now)}</td>
      <td>
        <Retrain speaker={drift.speaker} />
      </td>
    </tr>
  )
}
