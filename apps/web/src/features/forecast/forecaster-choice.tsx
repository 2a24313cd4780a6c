import type { ForecasterStatus, ForecastModel } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { forecastModels, modelName, modelWord } from './names.ts'

interface ForecasterChoiceProps {
  /** null until it is known; until then all can be chosen. */
  readonly forecasters: readonly ForecasterStatus[] | null
  /** The model looked at, and the one the series itself is set to; null is automatic. */
  readonly model: ForecastModel | null
  readonly own: ForecastModel | null
  readonly onModel: (model: ForecastModel | null) => void
}

/** Every forecaster with a word on each; those that cannot serve are shown, and why. */
export function ForecasterChoice({ forecasters, model, own, onModel }: ForecasterChoiceProps) {
  return (
    <>
      <Choice
        label={t('forecast.model')}
        onChange={event => onModel(forecastModels.find(it => it === event.target.value) ?? null)}
        value={model ?? ''}
      >
        <option value="">{own ? t('forecast.own', { model: modelName(own) }) : t('forecast.automatic')}</option>
        {forecastModels.map(it => {
          const absent = forecasters?.find(({ model, available }) => model === it && !available)
          return (
            <option disabled={absent !== undefined} key={it} title={absent?.detail} value={it}>
              {absent
                ? t('forecast.notHere', { model: modelName(it) })
                : t('forecast.option', { model: modelName(it), word: modelWord(it) })}
            </option>
          )
        })}
      </Choice>
      {forecasters && (
        <details className="mt-2">
          <summary className="font-medium text-accent text-xs">{t('forecast.kinds')}</summary>
          <dl className="mt-1.5 grid gap-2 text-xs">
            {forecasters.map(it => (
              <div key={it.model}>
                <dt className="font-semibold">{modelName(it.model)}</dt>
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
