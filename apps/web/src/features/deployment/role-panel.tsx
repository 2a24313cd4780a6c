'use client'
import { useState } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import type { Ask } from './ask.ts'
import { Candidate } from './candidate.tsx'
import { DeployDialog } from './deploy-dialog.tsx'
import { LimitsDialog } from './limits-dialog.tsx'
import type { RoleState } from './role-state.ts'
import { SpeakingNow } from './speaking-now.tsx'
import { Timeline } from './timeline.tsx'
import { TurnDialog } from './turn-dialog.tsx'

interface RolePanelProps {
  readonly scope: Scope
  readonly state: RoleState
  readonly onChanged: () => void
  /** Asks for older lines of the timeline. */
  readonly onMore: () => void
}

/** One role of a series or group: who speaks, who is tried out and how that goes, and what was before. */
export function RolePanel({ scope, state, onChanged, onMore }: RolePanelProps) {
  const [ask, setAsk] = useState<Ask | null>(null)
  const close = () => setAsk(null)
  const done = () => {
    close()
    onChanged()
  }
  const dialog = { scope, onClose: close, onDone: done }
  const title = t(`deployment.${state.role}`)
  const may = useMay('trainer')
  const deploy = may && (
    <Button aria-label={`${title}: ${t('deployment.deploy')}`} onClick={() => setAsk({ what: 'deploy' })}>
      <Icon name="upload" size={14} /> {t('deployment.deploy')}
    </Button>
  )
  return (
    <Panel aside={deploy} title={title}>
      <div className="grid gap-3">
        <SpeakingNow onAsk={may ? setAsk : null} scope={scope} state={state} />
        {state.tried.map(one => (
          <Candidate deployment={one} key={one.slot} onAsk={may ? setAsk : null} scope={scope} />
        ))}
        <Timeline history={state.history} onMore={onMore} />
      </div>
      {ask !== null &&
        (ask.what === 'deploy' ? (
          <DeployDialog {...dialog} state={state} />
        ) : ask.what === 'limits' ? (
          ask.of.limits && <LimitsDialog {...dialog} deployment={ask.of} limits={ask.of.limits} />
        ) : (
          <TurnDialog {...dialog} state={state} turn={ask} />
        ))}
    </Panel>
  )
}
