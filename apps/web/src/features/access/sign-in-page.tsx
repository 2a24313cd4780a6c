'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { problemNamed, SignIn } from './sign-in.tsx'
import { useAccess } from './use-access.ts'

/** Where the API sends a browser that could not be signed in, with the reason; who is signed in goes on. */
export function SignInPage() {
  const search = useSearchParams()
  const router = useRouter()
  const status = useAccess()
  const returnTo = pathIn(search.get('return'))
  const inside = (status.state === 'in' || status.state === 'open') && !status.remembered
  useEffect(() => {
    if (inside) router.replace(returnTo)
  }, [inside, returnTo, router])
  return status.state === 'out' ? (
    <SignIn oidc={status.oidc} problem={problemNamed(search.get('problem'))} returnTo={returnTo} />
  ) : null
}

/** A path of this dashboard, never another site's address. */
function pathIn(text: string | null): string {
  const nowhere = 'http://nowhere.invalid'
  if (text === null || !URL.canParse(text, nowhere)) return '/'
  const { origin, pathname, search } = new URL(text, nowhere)
  return origin === nowhere && text.startsWith('/') ? pathname + search : '/'
}
