'use client'
import { isFault } from '../../graphql/fault.ts'
import { previewSchedule, type Timing } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { formatInstant } from '../../ui/time.ts'
import { ownZone } from './own-zone.ts'

/** When a schedule would be due next, or what is wrong with how that is said. */
export function TimingPreview({ timing }: { timing: Partial<Timing> }) {
  const { data, error } = useRead(previewSchedule, { timing })
  const result = data?.result
  return (
    <div aria-live="polite" className="min-h-31 rounded-md bg-sunken px-3 py-2 text-xs">
      <p className="text-ink-faint">
        {t('schedule.preview')} {t('schedule.previewIn', { zone: ownZone() })}
      </p>
      {error && <p className="mt-1 wrap-anywhere">{error}</p>}
      {!error && result && isFault(result) && (
        <p className="mt-1 wrap-anywhere font-medium text-critical first-letter:uppercase">{result.message}</p>
      )}
      {!error && result && !isFault(result) && (
        <ol className="mt-1 tabular-nums">
          {result.dueAt.map(at => (
            <li key={at}>{formatInstant(Date.parse(at))}</li>
          ))}
        </ol>
      )}
    </div>
  )
}
