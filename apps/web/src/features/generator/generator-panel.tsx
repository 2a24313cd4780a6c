'use client'
import { memo, useRef } from 'react'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { readSettings, settingFields } from './settings.ts'
import { useGenerator } from './use-generator.ts'

/** Makes points for a series: start, stop, begin anew, and what they are made of. */
export const GeneratorPanel = memo(function GeneratorPanel({
  seriesKey,
  revision,
}: {
  seriesKey: string
  revision: number
}) {
  const state = useGenerator(seriesKey, revision)
  const form = useRef<HTMLFormElement>(null)
  const { generator, busy } = state
  const settings = () => readSettings(new FormData(form.current ?? undefined))
  const running = generator?.running ?? false
  const aside = generator && (
    <Badge tone={running ? 'good' : 'neutral'}>{running ? t('generator.running') : t('generator.stopped')}</Badge>
  )
  return (
    <Panel aside={aside} title={t('generator.title')}>
      {!generator && !state.loading && <p className="mb-3 text-ink-soft text-xs">{t('generator.none')}</p>}
      <div className="flex flex-wrap gap-2">
        {running ? (
          <Button disabled={busy} onClick={state.stop}>
            <Icon name="stop" size={14} /> {t('generator.stop')}
          </Button>
        ) : (
          <Button
            disabled={busy || state.loading}
            look={generator ? 'primary' : 'plain'}
            onClick={() => state.start(settings())}
          >
            <Icon name="play" size={14} /> {t('generator.start')}
          </Button>
        )}
        {generator && (
          <Button disabled={busy} onClick={() => state.reset(settings())} title={t('generator.resetHint')}>
            <Icon name="reset" size={14} /> {t('generator.reset')}
          </Button>
        )}
      </div>
      {generator && (
        <p className="mt-3 text-ink-soft text-xs tabular-nums">
          {t('generator.truth', {
            generated: formatExactCount(generator.generated),
            injected: formatExactCount(state.injected),
          })}
        </p>
      )}
      {state.error && (
        <div className="mt-3">
          <Notice>{state.error}</Notice>
        </div>
      )}
      <details className="mt-3">
        <summary className="font-medium text-accent text-xs">{t('generator.parameters')}</summary>
        <form
          className="mt-2 grid grid-cols-2 gap-2"
          key={JSON.stringify(generator?.settings)}
          onSubmit={event => {
            event.preventDefault()
            state.start(settings())
          }}
          ref={form}
        >
          {settingFields.map(({ name, label, ...limits }) => (
            <Field
              defaultValue={generator?.settings[name]}
              key={name}
              label={t(label)}
              name={name}
              type="number"
              {...limits}
            />
          ))}
          <div className="flex items-end">
            <Button className="w-full" disabled={busy} type="submit">
              {t('generator.apply')}
            </Button>
          </div>
        </form>
      </details>
    </Panel>
  )
})
