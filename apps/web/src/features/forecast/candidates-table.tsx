'use client'
import type { Candidate } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { formatShare } from '../../ui/number.ts'
import { useKinds } from '../system/use-kinds.tsx'

/** What a forecaster was picked from: the errors side by side, and what was not tried and why. */
export function CandidatesTable({ candidates }: { candidates: readonly Candidate[] }) {
  const { forecasterTitle } = useKinds()
  const tried = candidates.filter(({ error }) => error !== null)
  const skipped = candidates.filter(({ error }) => error === null)
  const most = Math.max(...tried.map(({ error }) => error!))
  return (
    <div className="mt-3 text-xs">
      <table className="w-full tabular-nums">
        <caption className="pb-1 text-left text-ink-faint" title={t('forecast.backtestHint')}>
          {t('forecast.backtest')}
        </caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('forecast.kind')}</th>
            <th scope="col">{t('forecast.backtestHint')}</th>
            <th scope="col">{t('forecast.error')}</th>
          </tr>
        </thead>
        <tbody>
          {tried.map(({ forecaster, error, chosen }) => (
            <tr className={chosen ? '[&>*]:font-semibold' : 'text-ink-soft [&>*]:font-normal'} key={forecaster}>
              <th className="whitespace-nowrap py-0.5 pr-2 text-left" scope="row">
                {forecasterTitle(forecaster)}
                {chosen && <span className="sr-only"> ({t('forecast.chosen')})</span>}
              </th>
              <td aria-hidden="true" className="w-full">
                <div
                  className={`h-1.5 rounded-sm ${chosen ? 'bg-accent' : 'bg-line-strong'}`}
                  style={{ width: `${most > 0 ? Math.max(1, (100 * error!) / most) : 1}%` }}
                />
              </td>
              <td className="py-0.5 pl-2 text-right">{formatShare(error!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {skipped.length > 0 && (
        <details className="mt-1">
          <summary className="text-ink-faint">{t('forecast.notTried', { count: skipped.length })}</summary>
          <ul className="mt-1 grid gap-1 text-ink-soft">
            {skipped.map(({ forecaster, skipped: why }) => (
              <li key={forecaster}>
                <span className="font-medium text-ink">{forecasterTitle(forecaster)}</span> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
