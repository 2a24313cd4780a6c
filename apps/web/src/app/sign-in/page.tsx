import type { Metadata } from 'next'
import { Suspense } from 'react'
import { SignInPage } from '../../features/access/sign-in-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('signIn.title') }

export default function Page() {
  return (
    <Suspense>
      <SignInPage />
    </Suspense>
  )
}
