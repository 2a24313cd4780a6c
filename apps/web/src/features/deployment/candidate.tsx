'use client'
import { useId } from 'react'
import type { DeploymentFields, RolloutVerdict } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatShare } from '../../ui/number.ts'
import { formatDuration, formatMoment } from '../../ui/time.ts'
import { speakerName } from '../system/speaker-name.ts'
import type { Ask } from './ask.ts'
import { FiguresTable } from './figures-table.tsx'
import { nextShare } from './next-share.ts'

const tones = { HOLD: 'neutral', PROMOTE: 'good', ROLL_BACK: 'critical' } as const satisfies Record<
  RolloutVerdict['action'],
  string
>

interface CandidateProps {
  readonly scope: Scope
  readonly deployment: DeploymentFields
  /** null for whoever may not. */
  readonly onAsk: ((ask: Ask) => void) | null
}

/** A shadow or canary: how it does beside who is active, what is to become of it, and what may be done. */
export function Candidate({ scope, deployment, onAsk }: CandidateProps) {
  const now = useNow()
  const heading = useId()
  const { slot, speaker, share, since, limits, comparison, verdict } = deployment
  const of = t(scope.group === undefined ? 'deployment.ofPoints' : 'deployment.ofSeries')
  const next = nextShare(deployment)
  return (
    <section aria-labelledby={heading} className="grid gap-2.5 rounded-md border border-line bg-ground p-2.5">
      <div>
        <h3 className="wrap-anywhere font-semibold text-xs" id={heading}>
          {t('deployment.candidate', { slot: t(`deployment.slot.${slot}`), speaker: speakerName(speaker) })}
        </h3>
        <p className="text-ink-soft text-xs">
          {slot === 'CANARY' && `${formatShare(share)} ${of} · `}
          {t('deployment.since', { time: formatMoment(Date.parse(since), now) })}
        </p>
      </div>
      {limits && comparison && <FiguresTable deployment={deployment} limits={limits} seen={comparison} />}
      {verdict && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-xs" role="status">
          <Badge tone={tones[verdict.action]}>{t(`deployment.verdict.${verdict.action}`)}</Badge>
          <span className="wrap-anywhere min-w-0 text-ink-soft">{verdict.reason}</span>
        </p>
      )}
      {limits && (
        <p className="text-ink-faint text-xs">
          {slot === 'CANARY'
            ? t('deployment.path', {
                steps: limits.steps.map(formatShare).join(' → '),
                hold: formatDuration(limits.hold),
              })
            : t('deployment.pathOfShadow', { hold: formatDuration(limits.hold) })}{' '}
          {t(limits.automatic ? 'deployment.automatic' : 'deployment.byHand')}
        </p>
      )}
      {onAsk && (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onClick={() => onAsk({ what: 'promote', of: deployment })}>
            {next === 1 ? t('deployment.promote') : t('deployment.nextStep', { share: formatShare(next) })}
          </Button>
          <Button onClick={() => onAsk({ what: 'stop', of: deployment })}>{t('deployment.stop')}</Button>
          <Button onClick={() => onAsk({ what: 'limits', of: deployment })}>{t('deployment.limits')}</Button>
        </div>
      )}
    </section>
  )
}
