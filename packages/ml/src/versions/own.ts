import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import type { Step } from '@seriema/domain/step'
import { fewestPoints, planTraining } from '../models/recurrent/plan.ts'
import { recurrentSettings } from '../models/recurrent/settings.ts'
import { regularGrid } from '../series/regular-grid.ts'
import { detectSeason } from '../series/season.ts'
import { calendarSeasons } from '../series/step.ts'

/** The newest points a network of a series' own learns from. */
export const ownHistory = 4_096

/**
 * Settings of the network that somebody wants for a series without saying more, by how long it is and its season. Throws
 * INSUFFICIENT_DATA.
 *
 * @param points the newest of the series, `ownHistory` of them at most
 */
export function ownSettings(kind: string, points: PointColumns, step: Step | null): Readonly<Record<string, unknown>> {
  if (step === null) throw tooFew(kind, points.times.length)
  const { window } = regularGrid(points, { step, limit: ownHistory })
  const count = window.channels[0]?.length ?? 0
  if (count < fewestPoints) throw tooFew(kind, count)
  const { lookback, steps } = planTraining(count, detectSeason(window.channels, calendarSeasons(step)))
  const { units, epochs, batch, rate, patience, validation, test } = recurrentSettings
  return {
    layers: [{ units }],
    lookback,
    horizon: steps,
    ...{ epochs, batch, rate, patience, validation, test },
    recent: ownHistory,
  }
}

const tooFew = (kind: string, has: number): Fault =>
  new Fault('INSUFFICIENT_DATA', `${kind} needs at least ${fewestPoints} points to learn from, and has ${has}`)
