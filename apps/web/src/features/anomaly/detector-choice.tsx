'use client'
import { useState } from 'react'
import type { DetectorKind } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { useKinds } from '../system/use-kinds.tsx'

interface DetectorChoiceProps {
  readonly detector: DetectorKind
  /** Whether a choice is on its way. */
  readonly saving: boolean
  readonly onChoose: (detector: DetectorKind) => void
}

/** Which detector judges the points that come in from now on. Until they are known there is only the present one. */
export function DetectorChoice({ detector, saving, onChoose }: DetectorChoiceProps) {
  const { detectors, detectorTitle } = useKinds()
  const [wanted, setWanted] = useState<DetectorKind | null>(null)
  // Keys go through the choices one by one: the field stands where they brought it, and can be moved on.
  const shown = saving ? (wanted ?? detector) : detector
  const choose = (value: string) => {
    const chosen = detectors?.find(({ kind }) => kind === value)
    if (!chosen) return
    setWanted(chosen.kind)
    onChoose(chosen.kind)
  }
  return (
    <Choice
      hint={detectors?.find(({ kind }) => kind === shown)?.description}
      label={t('detector.label')}
      onChange={event => choose(event.target.value)}
      value={shown}
    >
      {detectors === null && <option value={shown}>{detectorTitle(shown)}</option>}
      {detectors?.map(({ kind, title, tagline }) => (
        <option key={kind} value={kind}>
          {t('detector.option', { detector: title, tagline })}
        </option>
      ))}
    </Choice>
  )
}
