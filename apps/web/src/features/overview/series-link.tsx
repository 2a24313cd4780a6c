import Link from 'next/link'

/** The name of a series as the way to one of its pages, on a row that it fills. */
export function SeriesLink({
  series,
  page = '',
}: {
  series: { readonly key: string; readonly title: string | null }
  page?: string
}) {
  return (
    <Link
      className="block truncate rounded-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
      href={`/series/${encodeURIComponent(series.key)}${page}`}
      prefetch={false}
    >
      {series.title ?? series.key}
    </Link>
  )
}
