'use client'
import { memo, useRef, useState } from 'react'
import type { HoldingsFields } from '../../graphql/deletion.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { useFormKey } from '../../ui/use-form-key.ts'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { GeneratorBadge } from './generator-badge.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import { SettingFields } from './setting-fields.tsx'
import { readSettings } from './settings.ts'
import { useGenerator } from './use-generator.ts'

/** What makes the points of a series: start, stop, begin anew, and what they are made of. */
export const GeneratorPanel = memo(function GeneratorPanel({
  seriesKey,
  name,
  revision,
}: {
  seriesKey: string
  name: string
  revision: number
}) {
  const state = useGenerator(seriesKey, revision)
  const form = useRef<HTMLFormElement>(null)
  const { generator } = state
  const { away } = useConnection()
  const mayRun = useMay('trainer')
  const mayReset = useMay('admin')
  // Whether there is anything to start or stop is not known then.
  const busy = state.busy || away
  const [asking, setAsking] = useState(false)
  const [removed, setRemoved] = useState<HoldingsFields | null>(null)
  const { key, typed, sent } = useFormKey(generator?.settings)
  const settings = () => {
    sent()
    return readSettings(new FormData(form.current ?? undefined))
  }
  const running = generator?.running ?? false
  const aside = generator && <GeneratorBadge running={running} />
  return (
    <Panel aside={aside} title={t('generator.title')}>
      <div className="mb-3 flex flex-wrap gap-2 empty:hidden">
        {mayRun &&
          (running ? (
            <Button disabled={busy} onClick={state.stop}>
              <Icon name="stop" size={14} /> {t('generator.stop')}
            </Button>
          ) : (
            <Button disabled={busy || state.loading} look="primary" onClick={() => state.start(settings())}>
              <Icon name="play" size={14} /> {t('generator.start')}
            </Button>
          ))}
        {generator && mayReset && (
          <Button disabled={busy} onClick={() => setAsking(true)}>
            <Icon name="reset" size={14} /> {t('generator.reset')}…
          </Button>
        )}
      </div>
      {generator && (
        <p className="text-ink-soft text-xs tabular-nums">
          {t('generator.truth', {
            generated: formatExactCount(generator.generated),
            injected: formatExactCount(state.injected),
          })}
        </p>
      )}
      {removed && (
        <p className="mt-3 text-xs tabular-nums" role="status">
          {t('generator.wasReset', {
            points: formatExactCount(removed.points),
            anomalies: formatExactCount(removed.anomalies),
            forecasts: formatExactCount(removed.forecasts),
          })}
        </p>
      )}
      {state.error && !asking && !away && (
        <div className="mt-3">
          <Notice>{state.error}</Notice>
        </div>
      )}
      {mayRun && (
        <details className="mt-3">
          <summary className="font-medium text-accent text-xs">{t('generator.parameters')}</summary>
          {state.loading ? (
            <div className="skeleton mt-2 h-40" />
          ) : (
            <form
              className="mt-2 grid grid-cols-2 gap-2"
              key={key}
              onChange={typed}
              onSubmit={event => {
                event.preventDefault()
                state.start(settings())
              }}
              ref={form}
            >
              <SettingFields settings={generator?.settings ?? null} />
              <div className="flex items-end">
                <Button className="w-full" disabled={busy} type="submit">
                  {t('generator.apply')}
                </Button>
              </div>
            </form>
          )}
        </details>
      )}
      {asking && (
        <ResetDialog
          busy={busy}
          error={state.error}
          name={name}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            state.reset(settings(), went => {
              setRemoved(went)
              setAsking(false)
            })
          }
          seriesKey={seriesKey}
        />
      )}
    </Panel>
  )
})
