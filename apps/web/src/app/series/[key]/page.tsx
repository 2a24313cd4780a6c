import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { SeriesPage } from '../../../features/series/series-page.tsx'

interface SeriesRoute {
  readonly params: Promise<{ key: string }>
}

export async function generateMetadata({ params }: SeriesRoute): Promise<Metadata> {
  return { title: keyIn((await params).key) ?? undefined }
}

export default async function Page({ params }: SeriesRoute) {
  const key = keyIn((await params).key)
  if (key === null) notFound()
  return <SeriesPage key={key} seriesKey={key} />
}

/** The key a part of an address names; null where that is no text. */
function keyIn(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
