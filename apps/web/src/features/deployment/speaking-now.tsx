'use client'
import Link from 'next/link'
import type { Scope } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatMoment } from '../../ui/time.ts'
import { pageOfScope } from '../model/scope.ts'
import { speakerName } from '../system/speaker-name.ts'
import type { Ask } from './ask.ts'
import type { RoleState } from './role-state.ts'

interface SpeakingNowProps {
  readonly scope: Scope
  readonly state: RoleState
  /** null for whoever may not. */
  readonly onAsk: ((ask: Ask) => void) | null
}

/** Who speaks in a role, whose choice that is, since when and why, and the way back. */
export function SpeakingNow({ scope, state, onAsk }: SpeakingNowProps) {
  const now = useNow()
  const { active, speaker, chosenFor, group, lastActive } = state
  const reason = active === null ? null : lastActive?.reason
  return (
    <div className="grid gap-2">
      <dl>
        <dt className="text-2xs text-ink-faint">{t('deployment.speaks')}</dt>
        <dd className="wrap-anywhere font-semibold text-sm">
          {speaker === null ? t('deployment.nobody') : speakerName(speaker)}
        </dd>
        <dd className="wrap-anywhere text-ink-soft text-xs">
          {speaker === null ? (
            t('deployment.nobodyText')
          ) : (
            <>
              {chosenFor === 'SERIES' &&
                t(scope.group === undefined ? 'deployment.chosenFor.series' : 'deployment.chosenFor.thisGroup')}
              {chosenFor === 'ALL' && t('deployment.chosenFor.all')}
              {chosenFor === 'GROUP' && (
                <>
                  {t('deployment.chosenFor.group')} {group !== null && <GroupLink name={group} />}
                </>
              )}
              {active !== null && ` · ${t('deployment.since', { time: formatMoment(Date.parse(active.since), now) })}`}
              {reason && ` · ${t('deployment.because', { reason })}`}
            </>
          )}
        </dd>
        {group !== null && chosenFor !== 'GROUP' && (
          <dd className="text-ink-soft text-xs">
            {t('deployment.groupTries')} <GroupLink name={group} />
          </dd>
        )}
      </dl>
      {onAsk && (active !== null || lastActive !== null) && (
        <div className="flex flex-wrap gap-2">
          {lastActive !== null && (
            <Button onClick={() => onAsk({ what: 'rollBack', from: active?.speaker ?? null, back: lastActive.from })}>
              {t('deployment.rollBack')}
            </Button>
          )}
          {active !== null && (
            <Button look="quiet" onClick={() => onAsk({ what: 'leave', from: active.speaker })}>
              {t('deployment.leave')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

const GroupLink = ({ name }: { name: string }) => (
  <Link className="font-medium text-accent underline" href={pageOfScope({ group: name })} prefetch={false}>
    {name}
  </Link>
)
