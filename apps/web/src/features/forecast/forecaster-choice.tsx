import type { ForecasterKind, ForecasterStatus } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { forecasterKinds, forecasterName, forecasterWord } from './names.ts'

interface ForecasterChoiceProps {
  /** null until it is known; until then all can be chosen. */
  readonly forecasters: readonly ForecasterStatus[] | null
  /** The forecaster looked at, and the one the series itself is set to; null is automatic. */
  readonly forecaster: ForecasterKind | null
  readonly own: ForecasterKind | null
  readonly onForecaster: (forecaster: ForecasterKind | null) => void
}

/** Every forecaster with a word on each; those that cannot serve are shown, and why. */
export function ForecasterChoice({ forecasters, forecaster, own, onForecaster }: ForecasterChoiceProps) {
  return (
    <>
      <Choice
        label={t('forecast.kind')}
        onChange={event => onForecaster(forecasterKinds.find(it => it === event.target.value) ?? null)}
        value={forecaster ?? ''}
      >
        <option value="">
          {own ? t('forecast.own', { forecaster: forecasterName(own) }) : t('forecast.automatic')}
        </option>
        {forecasterKinds.map(it => {
          const absent = forecasters?.find(({ kind, available }) => kind === it && !available)
          return (
            <option disabled={absent !== undefined} key={it} title={absent?.detail} value={it}>
              {absent
                ? t('forecast.notHere', { forecaster: forecasterName(it) })
                : t('forecast.option', { forecaster: forecasterName(it), word: forecasterWord(it) })}
            </option>
          )
        })}
      </Choice>
      {forecasters && (
        <details className="mt-2">
          <summary className="font-medium text-accent text-xs">{t('forecast.kinds')}</summary>
          <dl className="mt-1.5 grid gap-2 text-xs">
            {forecasters.map(it => (
              <div key={it.kind}>
                <dt className="font-semibold">{forecasterName(it.kind)}</dt>
                <dd className="text-ink-soft">
                  {it.description} {t('forecast.needs', { needs: it.needs })}
                </dd>
                {!it.available && (
                  <dd className="text-warn [overflow-wrap:anywhere]">
                    {t('forecast.unavailable', { detail: it.detail })}
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}
