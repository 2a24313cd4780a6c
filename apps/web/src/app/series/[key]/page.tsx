import type { Metadata } from 'next'
import { SeriesPage } from '../../../features/series/series-page.tsx'

interface SeriesRoute {
  readonly params: Promise<{ key: string }>
}

export async function generateMetadata({ params }: SeriesRoute): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) }
}

export default async function Page({ params }: SeriesRoute) {
  const key = decodeURIComponent((await params).key)
  return <SeriesPage key={key} seriesKey={key} />
}
