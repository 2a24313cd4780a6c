'use client'
import Link from 'next/link'
import { type ListedModel, models, type Scope } from '../../graphql/model.ts'
import { useStream } from '../../graphql/stream.ts'
import { trainingProgressed } from '../../graphql/training.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { useThrottled } from '../../ui/use-throttled.ts'
import { Offered } from '../access/offered.tsx'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { UploadButton } from '../version/upload-button.tsx'
import { UploadOutcome } from '../version/upload-outcome.tsx'
import { useVersionUpload } from '../version/use-version-upload.ts'
import { ModelTable } from './model-table.tsx'
import { writeScope } from './scope.ts'

const listed = 100
const refreshEvery = 15_000
const gap = 1_000

/** The models of a series or group, the way to a new one, and the way in for a version that was made elsewhere. */
export function ModelsList({ scope }: { scope: Scope }) {
  const { data, error, reload } = useRead(
    models,
    { first: listed, filter: scope.group === undefined ? { series: scope.series } : { group: scope.group } },
    refreshEvery,
  )
  const { uploaded, send } = useVersionUpload(scope, reload)
  const { away } = useConnection()
  const may = useMay('trainer')
  useStream(trainingProgressed, { lossesAfter: 1_000_000 }, useThrottled(reload, gap))
  const found: readonly ListedModel[] | undefined = data?.models.edges.map(({ node }) => node)
  const add = (
    <Link
      className="inline-flex h-8 items-center gap-1.5 rounded-md border border-accent bg-accent px-3 font-medium text-on-accent text-xs hover:brightness-110"
      href={`/models/new?${writeScope(scope)}`}
      prefetch={false}
    >
      <Icon name="plus" size={14} /> {t('model.new')}
    </Link>
  )
  return (
    <Panel
      aside={
        <Offered to="trainer">
          <span className="flex flex-wrap gap-2">
            <UploadButton busy={uploaded?.state === 'sending'} onFile={file => void send(file)} />
            {add}
          </span>
        </Offered>
      }
      title={t('model.title')}
    >
      {uploaded && (
        <div className="mb-3">
          <UploadOutcome uploaded={uploaded} />
        </div>
      )}
      {error && !away && <Notice>{error}</Notice>}
      {found === undefined && !error && <div className="skeleton h-32" />}
      {found?.length === 0 && <Empty title={t('model.none')}>{may && t('model.noneText')}</Empty>}
      {found !== undefined && found.length > 0 && <ModelTable models={found} scoped />}
      {data && data.models.totalCount > listed && (
        <p className="mt-2 text-ink-faint text-xs">
          {t('overview.more', { count: formatExactCount(data.models.totalCount - listed) })}
        </p>
      )}
    </Panel>
  )
}
