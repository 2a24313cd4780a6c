'use client'
import type { ForecasterKind } from '../../graphql/forecast.ts'
import type { ForecasterStatus } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { useKinds } from '../system/use-kinds.tsx'

interface ForecasterChoiceProps {
  /** The forecaster looked at, and the one the series itself is set to; null is automatic. */
  readonly forecaster: ForecasterKind | null
  readonly own: ForecasterKind | null
  /** The version that forecasts, in words, where one was deployed. */
  readonly deployed: string | null
  readonly onForecaster: (forecaster: ForecasterKind | null) => void
}

/**
 * Every forecaster with a word on each; those that cannot serve are shown, and why. Until they are known there is only
 * the one looked at.
 */
export function ForecasterChoice({ forecaster, own, deployed, onForecaster }: ForecasterChoiceProps) {
  const { forecasters, forecasterTitle } = useKinds()
  const choose = (value: string) => onForecaster(forecasters?.find(({ kind }) => kind === value)?.kind ?? null)
  return (
    <>
      <Choice label={t('forecast.kind')} onChange={event => choose(event.target.value)} value={forecaster ?? ''}>
        <option value="">
          {deployed !== null
            ? t('forecast.deployed', { speaker: deployed })
            : own
              ? t('forecast.own', { forecaster: forecasterTitle(own) })
              : t('forecast.automatic')}
        </option>
        {forecasters === null && forecaster !== null && (
          <option value={forecaster}>{forecasterTitle(forecaster)}</option>
        )}
        {forecasters?.map(({ kind, title, tagline, available, detail }) => (
          <option disabled={!available} key={kind} title={available ? undefined : detail} value={kind}>
            {available
              ? t('forecast.option', { forecaster: title, tagline })
              : t('forecast.notHere', { forecaster: title })}
          </option>
        ))}
      </Choice>
      {forecasters && <AboutForecasters forecasters={forecasters} />}
    </>
  )
}

function AboutForecasters({ forecasters }: { forecasters: readonly ForecasterStatus[] }) {
  return (
    <details className="mt-2">
      <summary className="font-medium text-accent text-xs">{t('forecast.kinds')}</summary>
      <dl className="mt-1.5 grid gap-2 text-xs">
        {forecasters.map(({ kind, title, description, needs, available, detail }) => (
          <div key={kind}>
            <dt className="font-semibold">{title}</dt>
            <dd className="text-ink-soft">
              {description} {t('forecast.needs', { needs })}
            </dd>
            {!available && (
              <dd className="text-warn [overflow-wrap:anywhere]">{t('forecast.unavailable', { detail })}</dd>
            )}
          </div>
        ))}
      </dl>
    </details>
  )
}
