'use client'
import { useId } from 'react'
import type { ChangeFields, HistoryFields } from '../../graphql/deployment.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatExactCount } from '../../ui/number.ts'
import { formatInstant, formatMoment } from '../../ui/time.ts'
import { changeInWords } from './change-in-words.ts'

const dots = {
  ACTIVE: 'bg-accent',
  CANARY: 'border-2 border-accent bg-surface',
  SHADOW: 'border-2 border-line-strong bg-surface',
} as const satisfies Record<ChangeFields['slot'], string>

/** Who spoke and who was tried out, when and why, the newest first. */
export function Timeline({ history, onMore }: { history: HistoryFields; onMore: () => void }) {
  const now = useNow()
  const heading = useId()
  const older = history.totalCount - history.edges.length
  return (
    <div className="border-line border-t pt-2.5">
      <h3 className="mb-1.5 font-medium text-ink-soft text-xs" id={heading}>
        {t('timeline.title')}
      </h3>
      {history.edges.length === 0 && <p className="text-ink-faint text-xs">{t('timeline.none')}</p>}
      <ol aria-labelledby={heading} className="text-xs">
        {history.edges.map(({ cursor, node }) => (
          <li className="relative border-line border-l pb-2 pl-4 last:pb-0 ml-1" key={cursor}>
            <span
              aria-hidden="true"
              className={`-left-[5px] absolute top-1.5 size-[9px] rounded-full ${dots[node.slot]}`}
            />
            <p className="wrap-anywhere">{changeInWords(node)}</p>
            <p className="wrap-anywhere text-2xs text-ink-faint">
              <time dateTime={node.at} title={formatInstant(Date.parse(node.at))}>
                {formatMoment(Date.parse(node.at), now)}
              </time>
              {` · ${[node.automatic ? t('timeline.automatic') : null, node.by && t('timeline.by', { name: node.by }), node.reason].filter(Boolean).join(' · ')}`}
            </p>
          </li>
        ))}
      </ol>
      {older > 0 && (
        <Button className="mt-1.5" look="quiet" onClick={onMore}>
          {t('timeline.more', { count: formatExactCount(older) })}
        </Button>
      )}
    </div>
  )
}
