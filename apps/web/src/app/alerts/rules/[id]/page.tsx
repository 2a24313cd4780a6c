import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RulePage } from '../../../../features/alert/rule-page.tsx'
import { keyIn } from '../../../../features/series/tab-page.ts'
import { t } from '../../../../messages/message.ts'

export const metadata: Metadata = { title: t('rule.title') }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const id = keyIn((await params).id)
  if (id === null) notFound()
  return <RulePage id={id} key={id} />
}
