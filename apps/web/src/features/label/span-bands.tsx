'use client'
import { t } from '../../messages/message.ts'
import { formatInstant } from '../../ui/time.ts'
import { useLabels } from './use-labels.ts'

interface SpanBandsProps {
  readonly plot: { readonly left: number; readonly right: number }
  readonly x: (at: number) => number
}

/** Over the lanes: the stretches in which one was missed, and the one that is being marked. */
export function SpanBands({ plot, x }: SpanBandsProps) {
  const { spans, draft } = useLabels()
  const marked = spans.map(({ id, from, to }) => ({
    id,
    from: Date.parse(from),
    to: Date.parse(to),
    tone: 'bg-warn/15',
  }))
  const drawn = draft === null ? marked : [...marked, { id: 'draft', ...draft, tone: 'bg-accent/20' }]
  return drawn.map(({ id, from, to, tone }) => {
    const [left, right] = [Math.max(plot.left, x(from)), Math.min(plot.right, x(to))]
    if (right < plot.left || left > plot.right) return null
    return (
      <div
        className={`pointer-events-none absolute top-5 bottom-9.5 border-warn border-x border-dashed ${tone}`}
        data-span={id}
        key={id}
        style={{ left, width: Math.max(2, right - left) }}
      >
        <span className="sr-only">{t('label.missedFrom', { from: formatInstant(from), to: formatInstant(to) })}</span>
      </div>
    )
  })
}
