import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AlertPage } from '../../../features/alert/alert-page.tsx'
import { t } from '../../../messages/message.ts'

interface Route {
  readonly params: Promise<{ number: string }>
}

export async function generateMetadata({ params }: Route): Promise<Metadata> {
  return { title: t('alert.named', { number: (await params).number }) }
}

export default async function Page({ params }: Route) {
  const { number } = await params
  if (!/^\d{1,9}$/.test(number)) notFound()
  return <AlertPage key={number} number={Number(number)} />
}
