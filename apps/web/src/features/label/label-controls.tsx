'use client'
import { useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { LabelVerdict } from '../../graphql/label.ts'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { useMay } from '../access/use-may.ts'
import { verdictName, verdicts } from './names.ts'
import { SuppressOffer } from './suppress-offer.tsx'
import { useLabels } from './use-labels.ts'

/** What is said of an anomaly, and the way to say it for whoever may. */
export const LabelControls = ({ anomaly }: { anomaly: AnomalyFields }) =>
  useMay('trainer') ? <Ask anomaly={anomaly} /> : <Said anomaly={anomaly} />

function Said({ anomaly }: { anomaly: AnomalyFields }) {
  const label = useLabels().labelOf(anomaly)
  if (label === null) return null
  return (
    <p className="mt-1.5">
      <span className="font-medium">{verdictName(label.verdict)}</span>
      {label.note !== null && ` · ${label.note}`}
    </p>
  )
}

/** Whether an anomaly is one, said by a click or a key, with a note; to say the same again takes it back. */
function Ask({ anomaly }: { anomaly: AnomalyFields }) {
  const labels = useLabels()
  const label = labels.labelOf(anomaly)
  const say = (verdict: LabelVerdict) => {
    labels.say(anomaly, verdict === labels.verdictOf(anomaly) ? null : verdict)
  }
  useShortcut('t', () => say('TRUE'))
  useShortcut('f', () => say('FALSE'))
  useShortcut('u', () => say('UNSURE'))
  return (
    <div className="mt-1.5 grid gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label={t('label.ask')}
          onChange={say}
          options={verdicts.map(verdict => ({
            value: verdict,
            text: verdictName(verdict),
            title: t(`label.hint.${verdict}`),
          }))}
          value={labels.verdictOf(anomaly)}
        />
        {label && <Note note={label.note} onSave={note => labels.note(anomaly, note)} />}
      </div>
      {label?.verdict === 'FALSE' && <SuppressOffer anomaly={anomaly} />}
      {labels.error && <Notice>{labels.error}</Notice>}
    </div>
  )
}

/** Kept with Enter, or once it is left. */
function Note({ note, onSave }: { note: string | null; onSave: (note: string | null) => void }) {
  const stored = note ?? ''
  const [{ text, of }, setTyped] = useState({ text: stored, of: stored })
  // What another says is shown, unless something else is typed already.
  if (of !== stored) setTyped({ text: text.trim() === of ? stored : text, of: stored })
  const save = () => {
    if (text.trim() !== stored) onSave(text)
  }
  return (
    <input
      aria-label={t('label.note')}
      className="h-8 min-w-0 flex-1 basis-40 rounded-md border border-line-strong bg-surface px-2 text-ink text-xs"
      maxLength={2_000}
      onBlur={save}
      onChange={event => setTyped({ text: event.target.value, of: stored })}
      onKeyDown={event => event.key === 'Enter' && save()}
      placeholder={t('label.notePlaceholder')}
      value={text}
    />
  )
}
