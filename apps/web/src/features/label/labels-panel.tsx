'use client'
import type { ReactNode } from 'react'
import type { LabelFields, SpeakerFigures } from '../../graphql/label.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { formatExactCount, formatShare, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { speakerName } from '../system/speaker-name.ts'
import { useLabels } from './use-labels.ts'

/** What people said of a series' anomalies: how good that makes those who watch it, what was missed, what is not raised. */
export function LabelsPanel() {
  const { figures, spans, suppressions, busy, takeBack, raiseAgain } = useLabels()
  const may = useMay('trainer')
  const judged = figures.filter(({ figures: { confirmed, refuted, missed, unsure } }) =>
    [confirmed, refuted, missed, unsure].some(count => count > 0),
  )
  const nothing = judged.length === 0 && spans.length === 0 && (suppressions?.length ?? 0) === 0
  return (
    <Panel title={t('label.title')}>
      <div className="grid gap-3 text-xs">
        {nothing && <p className="text-ink-soft">{t(may ? 'label.how' : 'label.nothing')}</p>}
        {judged.map(one => (
          <Figures key={`${one.speaker.title} ${one.speaker.version?.id}`} one={one} />
        ))}
        {suppressions !== null && suppressions.length > 0 && (
          <List title={t('suppression.title')}>
            {suppressions.map(({ id, words, like }) => (
              <Line
                busy={busy}
                detail={t('suppression.like', { time: formatInstant(Date.parse(like)) })}
                key={id}
                onUndo={may ? () => raiseAgain(id) : null}
                text={words}
                undo={t('suppression.undo')}
              />
            ))}
          </List>
        )}
        {spans.length > 0 && (
          <List title={t('label.missedTitle')}>
            {spans.map(span => (
              <Line
                busy={busy}
                detail={detailOf(span)}
                key={span.id}
                onUndo={may ? () => takeBack(span.id) : null}
                text={t('label.span', {
                  from: formatInstant(Date.parse(span.from)),
                  to: formatInstant(Date.parse(span.to)),
                })}
                undo={t('label.remove')}
              />
            ))}
          </List>
        )}
      </div>
    </Panel>
  )
}

const detailOf = ({ channel, verdict, note }: LabelFields): string =>
  [channel?.name ?? t('label.allChannels'), verdict === 'UNSURE' ? t('label.UNSURE') : null, note]
    .filter(part => part !== null)
    .join(' · ')

function Figures({ one: { speaker, figures } }: { one: SpeakerFigures }) {
  const { confirmed, refuted, missed, unsure, precision, recall, f1, falsePositiveRate } = figures
  const share = (figure: number | null) => (figure === null ? missing : formatShare(figure))
  const shown = [
    [t('label.precision'), share(precision)],
    [t('label.recall'), share(recall)],
    [t('label.f1'), share(f1)],
    [t('label.falsePositives'), share(falsePositiveRate)],
  ] as const
  const counts = { confirmed, refuted, missed, unsure }
  const counted = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, formatExactCount(count)]))
  return (
    <section aria-label={t('label.figuresOf', { speaker: speakerName(speaker) })}>
      <h3 className="font-medium">{speakerName(speaker)}</h3>
      <dl className="mt-1 grid grid-cols-4 gap-2 tabular-nums">
        {shown.map(([name, figure]) => (
          <div key={name}>
            <dt className="text-2xs text-ink-faint">{name}</dt>
            <dd className="font-semibold">{figure}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-ink-faint">{t('label.counts', counted as Record<keyof typeof counts, string>)}</p>
    </section>
  )
}

const List = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <h3 className="font-medium">{title}</h3>
    <ul className="mt-1 grid gap-1">{children}</ul>
  </section>
)

interface LineProps {
  readonly text: string
  readonly detail: string
  readonly undo: string
  readonly busy: boolean
  /** null for whoever may not. */
  readonly onUndo: (() => void) | null
}

const Line = ({ text, detail, undo, busy, onUndo }: LineProps) => (
  <li className="flex items-start justify-between gap-2 border-line border-t pt-1">
    <span className="min-w-0 wrap-anywhere">
      {text}
      <span className="block text-2xs text-ink-faint">{detail}</span>
    </span>
    {onUndo && (
      <Button aria-label={`${undo}: ${text}`} disabled={busy} look="quiet" onClick={onUndo}>
        {undo}
      </Button>
    )}
  </li>
)
