'use client'
import Link from 'next/link'
import { deploymentChanged, watcher } from '../../graphql/deployment.ts'
import { useStream } from '../../graphql/stream.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { speakerName } from '../system/speaker-name.ts'

const refreshEvery = 30_000

/** The version that watches a series, where one does; nothing where a kind does, which is chosen beside. */
export function DeployedWatcher({ seriesKey }: { seriesKey: string }) {
  const { data, reload } = useRead(watcher, { key: seriesKey }, refreshEvery)
  useStream(deploymentChanged, { series: [seriesKey] }, reload)
  const speaker = data?.seriesByKey?.speaks.speaker
  if (!speaker?.version) return null
  return (
    <p className="mb-2 rounded-md bg-sunken px-2.5 py-2 text-ink-soft text-xs">
      {t('watch.deployed', { speaker: speakerName(speaker) })}{' '}
      <Link
        className="font-medium text-accent underline"
        href={`/series/${encodeURIComponent(seriesKey)}/models`}
        prefetch={false}
      >
        {t('watch.toModels')}
      </Link>
    </p>
  )
}
