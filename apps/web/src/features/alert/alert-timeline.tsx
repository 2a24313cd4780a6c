import type { AlertEntry } from '../../graphql/alert.ts'
import { t } from '../../messages/message.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatInstant } from '../../ui/time.ts'

interface AlertTimelineProps {
  readonly entries: readonly AlertEntry[]
  /** Names of receivers by their ids. */
  readonly receivers: ReadonlyMap<string, string>
}

/** What happened to an alert, in order. */
export function AlertTimeline({ entries, receivers }: AlertTimelineProps) {
  return (
    <Panel title={t('alert.timeline')}>
      <ol className="border-line border-l pl-3 text-xs">
        {entries.map((entry, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added
          <li className="relative pb-3 last:pb-0" key={i}>
            <span aria-hidden="true" className="absolute top-1.5 -left-[0.95rem] size-1.5 rounded-full bg-ink-faint" />
            <span className="font-medium">
              {t(`alert.entry.${entry.kind}`)}
              {entry.series !== null && ` ${entry.series.title ?? entry.series.key}`}
            </span>
            <span className="text-ink-faint tabular-nums"> · {formatInstant(Date.parse(entry.at))}</span>
            {entry.by !== null && <span className="text-ink-soft"> · {t('alert.by', { name: entry.by })}</span>}
            {entry.text !== null && <p className="wrap-anywhere text-ink-soft">{entry.text}</p>}
            {entry.receiverIds.length > 0 && (
              <p className="wrap-anywhere text-ink-faint">
                {t('alert.told', {
                  receivers: entry.receiverIds.map(id => receivers.get(id) ?? t('receiver.gone')).join(', '),
                })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
