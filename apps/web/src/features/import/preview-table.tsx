import type { ImportPreview } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { formatExact } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { namedWithUnit } from './named-with-unit.ts'

const mostRows = 6

/** The first rows as they will be stored. Times are shown in UTC, so that a wrong zone is seen. */
export function PreviewTable({ preview, stale }: { preview: ImportPreview; stale: boolean }) {
  const { times, values } = preview.rows
  return (
    <ScrollArea className={`rounded-md border border-line ${stale ? 'opacity-60' : ''}`} label={t('import.preview')}>
      <table className="w-full text-xs tabular-nums">
        <caption className="px-2.5 pt-2 text-left font-medium text-ink-soft">{t('import.preview')}</caption>
        <thead className="text-ink-faint">
          <tr className="[&>th]:px-2.5 [&>th]:py-1 [&>th]:font-medium">
            <th className="text-left" scope="col">
              {t('import.timeUtc')}
            </th>
            {preview.channels.map(channel => (
              <th className="text-right" key={channel.name} scope="col">
                {namedWithUnit(channel)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.slice(0, mostRows).map((at, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an instant can come twice, and rows stay where they are
            <tr className="border-line border-t [&>td]:px-2.5 [&>td]:py-1" key={row}>
              <td className="whitespace-nowrap">{new Date(at).toISOString().replace('T', ' ').replace('.000Z', '')}</td>
              {values.map((column, i) => (
                <td className="text-right" key={preview.channels[i]?.name ?? i}>
                  {formatExact(column[row])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
