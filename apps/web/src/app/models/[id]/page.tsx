import { notFound } from 'next/navigation'
import { ModelPage } from '../../../features/model/model-page.tsx'
import { keyIn } from '../../../features/series/tab-page.ts'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const id = keyIn((await params).id)
  if (id === null) notFound()
  return <ModelPage id={id} key={id} />
}
