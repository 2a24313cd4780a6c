import type { Settings } from '@seriema/domain/setting'
import { invalidSettings } from '@seriema/domain/setting'

/** Which shares of a history are held out. */
export interface Ratios {
  readonly validation: number
  readonly test: number
}

/** Where the parts of a history end: what is learnt from, and what decides; what follows judges. */
export interface Parts {
  readonly trainable: number
  readonly heldOut: number
}

/** Throws INVALID_SETTINGS where both together leave nothing to learn from. */
export function ratiosOf(settings: Settings): Ratios {
  const [validation, test] = [settings.validation as number, settings.test as number]
  if (validation + test < 1) return { validation, test }
  throw invalidSettings([{ path: 'validation', problem: 'together with test is less than 1' }])
}

export function partsOf(cells: number, { validation, test }: Ratios): Parts {
  const share = (ratio: number) => Math.floor(cells * ratio + 1e-9)
  const heldOut = cells - share(test)
  return { trainable: heldOut - share(validation), heldOut }
}

/**
 * The fewest cells at which every part of a share above 0 holds one window: its future lies in the part, its past may lie
 * before it. In the training part both do.
 */
export function fewestCells(lookback: number, horizon: number, ratios: Ratios): number {
  const held = [ratios.validation, ratios.test].filter(ratio => ratio > 0)
  const least = Math.max(
    lookback + horizon,
    ...held.map(ratio => Math.ceil(horizon / ratio - 1e-9)),
    Math.ceil((lookback + horizon) / (1 - ratios.validation - ratios.test) - 1e-9),
  )
  let cells = least
  while (!fits(cells, lookback, horizon, ratios)) cells++
  return cells
}

function fits(cells: number, lookback: number, horizon: number, ratios: Ratios): boolean {
  const { trainable, heldOut } = partsOf(cells, ratios)
  return (
    trainable >= lookback + horizon &&
    (ratios.validation === 0 || heldOut - trainable >= horizon) &&
    (ratios.test === 0 || cells - heldOut >= horizon)
  )
}
