import type { Notice, NoticeKind } from '@seriema/domain/notice'

const kinds: Readonly<Record<NoticeKind, string>> = {
  fired: 'Alert',
  escalated: 'Still unacknowledged',
  resolved: 'Resolved',
  test: 'Test',
}

const kindInWords = (kind: NoticeKind): string => kinds[kind]

/** One line: what it is, how much it matters, what happened. */
export const headline = ({ kind, severity, title }: Notice): string =>
  `[${kindInWords(kind)}${kind === 'test' ? '' : `, ${severity}`}] ${title}`

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The series it is about, as many as a line holds. */
export function seriesInWords({ series, seriesCount }: Pick<Notice, 'series' | 'seriesCount'>): string {
  const named = series.slice(0, 10)
  const more = seriesCount - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`
}

/** What is to be known beside the text: name and value. */
export const facts = (notice: Notice): readonly (readonly [string, string])[] => [
  ['Rule', notice.rule],
  ['Severity', notice.severity],
  ...(notice.seriesCount > 0 ? [['Series', seriesInWords(notice)] as const] : []),
  ['Since', instant(notice.since)],
  ...(notice.kind === 'resolved' ? [['Resolved', instant(notice.at)] as const] : []),
]

/** The notice as text of several lines. */
export const letter = (notice: Notice, url: string): string =>
  [notice.title, '', notice.text, '', ...facts(notice).map(([name, value]) => `${name}: ${value}`), '', url, ''].join(
    '\n',
  )
