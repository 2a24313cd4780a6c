'use client'
import { t } from '../../messages/message.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAccess } from '../access/use-access.ts'
import { grantInWords } from '../key/in-words.ts'
import { Facts } from './facts.tsx'

/** Who looks at this, and what they may do; nothing while that is not known. */
export function SignedInPanel() {
  const status = useAccess()
  if (status.state === 'open')
    return (
      <Panel title={t('system.signedIn')}>
        <p className="text-ink-soft text-xs">{t('system.nobodyAsked')}</p>
      </Panel>
    )
  if (status.state !== 'in') return null
  const { name, kind, grants } = status.me
  return (
    <Panel title={t('system.signedIn')}>
      <Facts
        facts={[
          [t('system.name'), name],
          [t('system.by'), t(`system.by.${kind}`)],
          [
            t('system.may'),
            grants.map(({ role, only }) => (
              <span className="block" key={`${role} ${JSON.stringify(only)}`}>
                {grantInWords({ role: written[role], only })}
              </span>
            )),
          ],
        ]}
      />
    </Panel>
  )
}

/** Roles as GraphQL writes them. */
const written = { writer: 'WRITER', viewer: 'VIEWER', trainer: 'TRAINER', admin: 'ADMIN' } as const
