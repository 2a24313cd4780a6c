'use client'
import type { DetectorKind } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { useKinds } from '../system/use-kinds.tsx'

interface DetectorChoiceProps {
  readonly detector: DetectorKind
  readonly disabled: boolean
  readonly onChoose: (detector: DetectorKind) => void
}

/** Which detector judges the points that come in from now on. Until they are known there is only the present one. */
export function DetectorChoice({ detector, disabled, onChoose }: DetectorChoiceProps) {
  const { detectors, detectorTitle } = useKinds()
  const choose = (value: string) => {
    const chosen = detectors?.find(({ kind }) => kind === value)
    if (chosen) onChoose(chosen.kind)
  }
  return (
    <Choice
      disabled={disabled}
      hint={detectors?.find(({ kind }) => kind === detector)?.description}
      label={t('detector.label')}
      onChange={event => choose(event.target.value)}
      value={detector}
    >
      {detectors === null && <option value={detector}>{detectorTitle(detector)}</option>}
      {detectors?.map(({ kind, title, tagline }) => (
        <option key={kind} value={kind}>
          {t('detector.option', { detector: title, tagline })}
        </option>
      ))}
    </Choice>
  )
}
