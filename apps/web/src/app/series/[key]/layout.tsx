import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { SeriesPage } from '../../../features/series/series-page.tsx'
import { keyIn } from '../../../features/series/tab-page.ts'

interface SeriesRoute {
  readonly children: ReactNode
  readonly params: Promise<{ key: string }>
}

export default async function Layout({ children, params }: SeriesRoute) {
  const key = keyIn((await params).key)
  if (key === null) notFound()
  return (
    <>
      <SeriesPage key={key} seriesKey={key} />
      {children}
    </>
  )
}
