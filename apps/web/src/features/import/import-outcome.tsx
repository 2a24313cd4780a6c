'use client'
import type { ImportFields } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'
import { FindingsList } from './findings-list.tsx'
import { Rejections } from './rejections.tsx'

/** What was found out about the file, and the rows that were not stored. */
export function ImportOutcome({ current }: { current: ImportFields }) {
  const { endpoint } = useApi()
  const { state, detected, notes, rejections, rejectionsUrl, rejected, duplicates } = current
  return (
    <>
      {duplicates > 0 && state !== 'UNDONE' && (
        <p className="text-xs">{t('import.already', { count: formatExactCount(duplicates) })}</p>
      )}
      {detected && <FindingsList findings={detected} notes={notes} />}
      {rejections.length > 0 && (
        <Rejections
          rows={rejections}
          title={t('import.rejected', {
            count: formatExactCount(rejected),
            shown: formatExactCount(rejections.length),
          })}
        />
      )}
      {rejectionsUrl && (
        <p>
          <a className="font-medium text-accent text-xs underline" href={new URL(rejectionsUrl, endpoint.origin).href}>
            {t('import.download')}
          </a>
        </p>
      )}
    </>
  )
}
