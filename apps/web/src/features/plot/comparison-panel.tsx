'use client'
import { useEffect, useState } from 'react'
import { describeError, isFault } from '../../graphql/fault.ts'
import { compareVersions, type OtherVersion, type PlottedVersion, type VersionComparison } from '../../graphql/plot.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { useModelKinds } from '../model/use-model-kinds.ts'
import { Comparison } from './comparison.tsx'

interface ComparisonPanelProps {
  readonly seriesKey: string
  readonly version: PlottedVersion
  readonly others: readonly OtherVersion[]
  /** Name of the other. */
  readonly beside: string | null
  readonly onBeside: (name: string | null) => void
  /** What the series is called, where which it is has to be said. */
  readonly on: string | null
}

const windows = [250, 500, 1_000, 5_000]

/** A version beside another on the same window; which other is in the address. */
export function ComparisonPanel({ seriesKey, version, others, beside, onBeside, on }: ComparisonPanelProps) {
  const [last, setLast] = useState(500)
  const { titleOf } = useModelKinds()
  const other = others.find(({ name }) => name === beside) ?? null
  const { comparison, error } = useComparison(seriesKey, version.id, other?.id ?? null, last)
  const pair = other && { a: version.name, b: other.name }
  const title =
    pair === null
      ? t('plot.comparison')
      : on === null
        ? t('plot.compared', pair)
        : t('plot.comparedOn', { ...pair, series: on })
  return (
    <Panel title={title}>
      <div className="mb-2 flex flex-wrap gap-3">
        <Choice
          label={t('plot.beside')}
          onChange={event => onBeside(event.target.value || null)}
          value={other?.name ?? ''}
        >
          <option value="">{t('plot.alone')}</option>
          {others.map(({ id, name, kind, model }) => (
            <option key={id} value={name}>
              {t('version.option', { version: name, title: titleOf(kind), model: model.name })}
            </option>
          ))}
        </Choice>
        {other !== null && (
          <Choice label={t('plot.over')} onChange={event => setLast(Number(event.target.value))} value={last}>
            {windows.map(count => (
              <option key={count} value={count}>
                {t('plot.window', { count: formatExactCount(count) })}
              </option>
            ))}
          </Choice>
        )}
      </div>
      {error && <Notice>{error}</Notice>}
      {other !== null && comparison === null && !error && (
        <div aria-busy="true">
          <p className="sr-only">{t('plot.asking')}</p>
          <div className="skeleton h-56" />
        </div>
      )}
      {comparison && <Comparison comparison={comparison} />}
    </Panel>
  )
}

interface Asked {
  readonly comparison: VersionComparison | null
  readonly error: string | null
}

const nothingYet: Asked = { comparison: null, error: null }

function useComparison(key: string, a: string, b: string | null, last: number): Asked {
  const { client } = useApi()
  const [asked, setAsked] = useState(nothingYet)
  useEffect(() => {
    setAsked(nothingYet)
    if (b === null) return
    let abandoned = false
    void client
      .query(compareVersions, { key, a, b, last })
      .toPromise()
      .then(({ data, error }) => {
        if (abandoned) return
        const result = data?.result
        if (!result) setAsked({ comparison: null, error: error ? describeError(error) : null })
        else if (isFault(result)) setAsked({ comparison: null, error: result.message })
        else if (result.__typename === 'VersionComparison') setAsked({ comparison: result, error: null })
      })
    return () => {
      abandoned = true
    }
  }, [client, key, a, b, last])
  return asked
}
