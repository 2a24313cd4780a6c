'use client'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { LabelVerdict } from '../../graphql/label.ts'
import { verdictName } from './names.ts'
import { useLabels } from './use-labels.ts'

const tones: Record<LabelVerdict, string> = { TRUE: 'text-good', FALSE: 'text-critical', UNSURE: 'text-ink-faint' }

/** What is said of an anomaly; nothing where nobody said anything. */
export function LabelBadge({ anomaly }: { anomaly: AnomalyFields }) {
  const label = useLabels().labelOf(anomaly)
  if (label === null) return null
  return (
    <span className={`block text-2xs ${tones[label.verdict]}`} title={label.note ?? undefined}>
      {verdictName(label.verdict)}
    </span>
  )
}
