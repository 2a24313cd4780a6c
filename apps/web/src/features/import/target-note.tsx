import type { ImportTarget } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatExact, formatExactCount } from '../../ui/number.ts'

/** What the rows looked at would meet in a series that is there already. */
export function TargetNote({ target, replace }: { target: ImportTarget; replace: boolean }) {
  const { existing, existingCount, problem, fresh, same, different, contradictions, lacking } = target
  if (existingCount === 0) return null
  if (problem !== null) return <Notice>{problem}</Notice>
  const names = existing.slice(0, 3).map(({ key, title }) => title ?? key)
  const shown = (values: readonly (number | null)[]) => values.map(value => formatExact(value)).join(', ')
  return (
    <section
      aria-label={t('target.title')}
      className={`grid gap-1 rounded-md border p-3 text-xs ${different > 0 ? 'border-warn/60' : 'border-line'}`}
    >
      <p className="break-words font-medium">
        {existingCount > names.length
          ? t('target.many', { count: formatExactCount(existingCount), names: names.join(', ') })
          : t('target.one', { names: names.join(', ') })}
      </p>
      <p>
        {t('target.counts', {
          fresh: formatExactCount(fresh),
          same: formatExactCount(same),
          different: formatExactCount(different),
        })}
      </p>
      {lacking.length > 0 && (
        <p className="break-words">{t('target.lacking', { channels: lacking.slice(0, 12).join(', ') })}</p>
      )}
      {different > 0 && (
        <>
          <p className="font-medium text-warn">{replace ? t('target.replaced') : t('target.kept')}</p>
          <ul className="text-ink-soft tabular-nums">
            {contradictions.map(({ key, at, stored, given }) => (
              <li className="break-words" key={`${key} ${at}`}>
                {t('target.contradiction', {
                  at: at.replace('T', ' ').replace('.000Z', ' UTC'),
                  stored: shown(stored as (number | null)[]),
                  given: shown(given as (number | null)[]),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
