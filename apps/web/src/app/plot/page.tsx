import type { Metadata } from 'next'
import { PlotPage } from '../../features/plot/plot-page.tsx'
import { t } from '../../messages/message.ts'

export const metadata: Metadata = { title: t('plot.document') }

interface PlotRoute {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * `/plot?series_id=KEY&version=v3`, and `&beside=v4` to compare; of a group `/plot?group=NAME&version=v3`, where `series_id`
 * chooses the member that is looked at.
 */
export default async function Page({ searchParams }: PlotRoute) {
  const asked = await searchParams
  const one = (name: string) => [asked[name]].flat()[0] ?? null
  const [group, series] = [one('group'), one('series_id')]
  return (
    <PlotPage
      beside={one('beside')}
      member={group === null ? null : series}
      scope={group === null ? { series: series ?? '' } : { group }}
      version={one('version') ?? ''}
    />
  )
}
