'use client'
import { useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { SuppressionTime } from '../../graphql/label.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useLabels } from './use-labels.ts'

const times = ['ANY', 'HOUR', 'HOUR_OF_WEEK'] as const satisfies readonly SuppressionTime[]

/** Of a false alarm: not to raise what is like it any more, or that it is so already. */
export function SuppressOffer({ anomaly }: { anomaly: AnomalyFields }) {
  const { suppressions, busy, suppress, raiseAgain } = useLabels()
  const [time, setTime] = useState<SuppressionTime>('ANY')
  const made = suppressions?.filter(it => it.like === anomaly.at && it.channel.name === anomaly.channel.name) ?? []
  return (
    <div className="grid gap-1.5">
      {made.map(({ id, words }) => (
        <p className="flex flex-wrap items-center gap-x-2" key={id} role="status">
          <span className="text-ink-soft">{t('suppression.holds', { words })}</span>
          <Button disabled={busy} look="quiet" onClick={() => raiseAgain(id)}>
            {t('suppression.undo')}
          </Button>
        </p>
      ))}
      {made.length === 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <select
            aria-label={t('suppression.when')}
            className="h-8 rounded-md border border-line-strong bg-surface px-2 text-ink text-xs"
            onChange={event => setTime(event.target.value as SuppressionTime)}
            value={time}
          >
            {times.map(one => (
              <option key={one} value={one}>
                {t(`suppression.${one}`)}
              </option>
            ))}
          </select>
          <Button disabled={busy} onClick={() => suppress(anomaly, time)}>
            {t('suppression.make')}
          </Button>
        </div>
      )}
    </div>
  )
}
