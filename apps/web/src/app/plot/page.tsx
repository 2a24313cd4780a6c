import type { Metadata } from 'next'
import { PlotPage } from '../../features/plot/plot-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('plot.document') }

interface PlotRoute {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** `/plot?series_id=KEY&version=v3`, and `&beside=v4` to compare. */
export default async function Page({ searchParams }: PlotRoute) {
  const asked = await searchParams
  const one = (name: string) => [asked[name]].flat()[0] ?? null
  return <PlotPage beside={one('beside')} seriesKey={one('series_id') ?? ''} version={one('version') ?? ''} />
}
