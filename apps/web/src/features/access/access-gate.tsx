'use client'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { useApi } from '../../graphql/provider.tsx'
import { SignIn } from './sign-in.tsx'
import { useAccess } from './use-access.ts'

/** What is inside, or the way to sign in where the API wants to know who asks: at the same address, so that one is back there. */
export function AccessGate({ children }: { children: ReactNode }) {
  const { access } = useApi()
  const status = useAccess()
  const path = usePathname()
  useEffect(() => void access.ask(), [access])
  return status.state === 'out' && path !== '/sign-in' ? <SignIn oidc={status.oidc} /> : children
}
