'use client'
import { prepared } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { channelColor } from '../../ui/chart/lane-style.ts'
import { Sparkline } from '../../ui/chart/sparkline.tsx'
import { formatExactCount, formatNumber } from '../../ui/number.ts'
import { useSettled } from '../series/use-settled.ts'
import type { RecipeInput } from './recipe-draft.ts'

const shown = 300
/** Asked about once the form rests. */
const settleAfter = 400

/** The last points of a series before and after a recipe, as a training would see them. */
export function RecipePreview({ seriesKey, recipe }: { seriesKey: string; recipe: RecipeInput }) {
  const settled = useSettled(JSON.stringify(recipe), settleAfter)
  const { data, error } = useRead(prepared, {
    key: seriesKey,
    recipe: JSON.parse(settled) as RecipeInput,
    last: shown,
  })
  const result = data?.seriesByKey?.prepared
  const words = error ?? (result && 'message' in result ? result.message : null)
  const found = result?.__typename === 'PreparedSeries' ? result : null
  return (
    <section aria-label={t('recipe.preview')} className="rounded-md border border-line bg-sunken p-3">
      <h3 className="mb-2 font-medium text-ink-soft text-xs">{t('recipe.preview')}</h3>
      {words !== null && <p className="text-xs">{words}</p>}
      <ul className="grid gap-2 text-xs">
        {words === null &&
          found?.channels.map(({ channel, before, after, madeUp, location, factor }) => (
            <li className="flex flex-wrap items-center gap-x-4 gap-y-1" key={channel.name}>
              <span className="w-28 truncate font-medium">{channel.name}</span>
              <Line position={channel.position} times={found.before} values={before} />
              <span aria-hidden="true" className="text-ink-faint">
                →
              </span>
              <Line position={channel.position} times={found.after} values={after} />
              <span className="text-ink-soft tabular-nums">
                {t('recipe.outcome', {
                  before: formatExactCount(found.before.length),
                  after: formatExactCount(found.after.length),
                  step: found.step.text,
                  filled: formatExactCount(madeUp.length),
                })}{' '}
                {t('recipe.scaled', { location: formatNumber(location), factor: formatNumber(factor) })}
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}

interface LineProps {
  /** Of the channel. */
  readonly position: number
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
}

const Line = ({ position, times, values }: LineProps) => (
  <Sparkline
    color={channelColor(position)}
    height={36}
    times={times}
    values={values.map(value => value ?? Number.NaN)}
    width={200}
  />
)
