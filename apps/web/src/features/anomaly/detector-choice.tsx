'use client'
import type { DetectorKind } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { detectorName, detectors } from './names.ts'

interface DetectorChoiceProps {
  readonly detector: DetectorKind
  readonly disabled: boolean
  readonly onChoose: (detector: DetectorKind) => void
}

/** Which scorer judges the points that come in from now on. */
export function DetectorChoice({ detector, disabled, onChoose }: DetectorChoiceProps) {
  return (
    <Choice
      disabled={disabled}
      hint={t(`detector.hint.${detector}`)}
      label={t('detector.label')}
      onChange={event => {
        const chosen = detectors.find(it => it === event.target.value)
        if (chosen) onChoose(chosen)
      }}
      value={detector}
    >
      {detectors.map(it => (
        <option key={it} value={it}>
          {t('detector.option', { detector: detectorName(it), word: t(`detector.word.${it}`) })}
        </option>
      ))}
    </Choice>
  )
}
