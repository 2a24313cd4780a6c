'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import type { DriftFields } from '../../graphql/drift.ts'
import { useApi } from '../../graphql/provider.tsx'
import { trainModel } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useMay } from '../access/use-may.ts'

/** What to do about drift: have the model learn from what is now, or nothing where who forecasts adapts by itself. */
export function Retrain({ speaker }: { speaker: DriftFields['speaker'] }) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [begun, setBegun] = useState(false)
  const may = useMay('trainer')
  if (speaker.version === null)
    return <span className="text-ink-soft text-xs">{t('drift.adapts', { title: speaker.title })}</span>
  const { model } = speaker.version
  const page = `/models/${encodeURIComponent(model.id)}`
  if (begun)
    return (
      <Link className="text-accent text-xs hover:underline" href={page}>
        {t('drift.retrained')}
      </Link>
    )
  if (!may)
    return (
      <Link className="text-accent text-xs hover:underline" href={page}>
        {model.name}
      </Link>
    )
  return (
    <span className="grid justify-items-start gap-1">
      <Button
        disabled={busy}
        onClick={() => void follow(client.mutation(trainModel, { input: { modelId: model.id } }), () => setBegun(true))}
      >
        <Icon name="play" size={14} /> {t('drift.retrain', { model: model.name })}
      </Button>
      {error && (
        <span className="wrap-anywhere max-w-56 text-2xs text-warn" role="alert">
          {error}
        </span>
      )}
    </span>
  )
}
