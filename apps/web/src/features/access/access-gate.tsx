'use client'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Empty } from '../../ui/notice.tsx'
import { SignIn } from './sign-in.tsx'
import { useAccess } from './use-access.ts'
import { useMayIfKnown } from './use-may.ts'

/** What is inside, or the way to sign in where the API wants to know who asks: at the same address, so that one is back there. */
export function AccessGate({ children }: { children: ReactNode }) {
  const { access } = useApi()
  const status = useAccess()
  const path = usePathname()
  const maySee = useMayIfKnown('viewer') !== false
  useEffect(() => void access.ask(), [access])
  if (path === '/sign-in') return children
  if (status.state === 'out') return <SignIn oidc={status.oidc} />
  if (maySee) return children
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Empty page title={t('access.nothingTitle')}>
        {t('access.nothingText')}
      </Empty>
    </div>
  )
}
