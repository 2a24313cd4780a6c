import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { GroupPage } from '../../../features/group/group-page.tsx'
import { keyIn } from '../../../features/series/tab-page.ts'

interface GroupRoute {
  readonly params: Promise<{ name: string }>
}

export async function generateMetadata({ params }: GroupRoute): Promise<Metadata> {
  return { title: keyIn((await params).name) ?? undefined }
}

export default async function Page({ params }: GroupRoute) {
  const name = keyIn((await params).name)
  if (name === null) notFound()
  return <GroupPage key={name} name={name} />
}
