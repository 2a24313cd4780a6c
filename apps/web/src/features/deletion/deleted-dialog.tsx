'use client'
import { useCallback, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { type DeletedFields, deletedSeries, restoreSeries } from '../../graphql/deletion.ts'
import { describeError } from '../../graphql/fault.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { DeletedRow } from './deleted-row.tsx'
import { ForeverDialog } from './forever-dialog.tsx'

const shown = 100
const refreshEvery = 30_000

interface Listed {
  readonly series: readonly DeletedFields[]
  readonly total: number
}

const nameOf = ({ title, key }: DeletedFields): string => title ?? key

/** The deleted series that can be brought back; `onChange` hears of each that is, or goes for good. */
export function DeletedDialog({ onClose, onChange }: { onClose: () => void; onChange: () => void }) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [listed, setListed] = useState<Listed | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  const [revision, setRevision] = useState(0)
  const [told, setTold] = useState<string | null>(null)
  const [asking, setAsking] = useState<DeletedFields | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data, error: failure } = await client.query(deletedSeries, { first: shown }).toPromise()
      if (abandoned()) return
      setUnread(failure ? describeError(failure) : null)
      const { edges, totalCount } = data?.deletedSeries ?? { edges: null, totalCount: 0 }
      if (edges) setListed({ series: edges.map(({ node }) => node), total: totalCount })
    },
    [client, revision],
  )
  useRefreshed(read, refreshEvery)

  const done = (what: string) => {
    setTold(what)
    setAsking(null)
    setRevision(before => before + 1)
    onChange()
  }
  const restore = (one: DeletedFields) =>
    void follow(client.mutation(restoreSeries, { input: { key: one.key } }), () =>
      done(t('deleted.back', { name: nameOf(one) })),
    )

  return (
    <Dialog onClose={onClose} title={t('deleted.list')} wide>
      <div className="grid gap-3">
        {(error ?? unread) && <Notice>{error ?? unread}</Notice>}
        <p className="text-xs empty:hidden" role="status">
          {told}
        </p>
        {listed === null && !unread && <div aria-busy="true" className="skeleton h-24" />}
        {listed?.series.length === 0 && <p className="text-ink-soft text-xs">{t('deleted.none')}</p>}
        {listed !== null && listed.series.length > 0 && (
          <ul className="grid divide-y divide-line">
            {listed.series.map(one => (
              <DeletedRow
                busy={busy}
                key={one.key}
                name={nameOf(one)}
                onForever={() => setAsking(one)}
                onRestore={() => restore(one)}
                series={one}
              />
            ))}
          </ul>
        )}
        {listed !== null && listed.total > listed.series.length && (
          <p className="text-ink-soft text-xs">
            {t('deleted.more', {
              count: formatExactCount(listed.series.length),
              total: formatExactCount(listed.total),
            })}
          </p>
        )}
      </div>
      {asking && (
        <ForeverDialog
          deleted={asking}
          onClose={() => setAsking(null)}
          onGone={() => done(t('deleted.gone', { name: nameOf(asking) }))}
        />
      )}
    </Dialog>
  )
}
