'use client'
import { useState } from 'react'
import type { ChannelFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatInstant } from '../../ui/time.ts'
import { instant } from '../point/window-query.ts'
import { type Draft, useLabels } from './use-labels.ts'

/** Below the chart while a stretch is marked in it: that one was missed there. */
export function SpanForm({ channels }: { channels: readonly ChannelFields[] }) {
  const { draft } = useLabels()
  return draft === null ? null : <Form channels={channels} draft={draft} />
}

function Form({ channels, draft }: { channels: readonly ChannelFields[]; draft: Draft }) {
  const { busy, error, miss, setDraft } = useLabels()
  const [channel, setChannel] = useState('')
  const [note, setNote] = useState('')
  const range = { from: formatInstant(draft.from), to: formatInstant(draft.to) }
  const open = draft.from === draft.to
  return (
    <form
      aria-label={t('label.spanTitle')}
      className="mt-2 grid gap-2 rounded-md border border-line-strong bg-sunken px-2.5 py-2 text-xs"
      onSubmit={event => {
        event.preventDefault()
        miss({ from: instant(draft.from), to: instant(draft.to), channel: channel === '' ? null : channel, note })
      }}
    >
      <p role="status">{open ? t('label.spanOpen', { from: range.from }) : t('label.missedFrom', range)}</p>
      <div className="flex flex-wrap items-end gap-2">
        {channels.length > 1 && (
          <Choice label={t('label.channel')} onChange={event => setChannel(event.target.value)} value={channel}>
            <option value="">{t('label.allChannels')}</option>
            {channels.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Choice>
        )}
        <Field
          className="min-w-0 flex-1 basis-40"
          label={t('label.note')}
          maxLength={2_000}
          onChange={event => setNote(event.target.value)}
          value={note}
        />
        <Button disabled={busy || open} look="primary" type="submit">
          {t('label.markMissed')}
        </Button>
        <Button look="quiet" onClick={() => setDraft(null)}>
          {t('action.cancel')}
        </Button>
      </div>
      {error && <Notice>{error}</Notice>}
    </form>
  )
}
