/**
 * Life goes by the clock on the wall, which is put forward or back by an hour; instants do not. Whether the days of a
 * series have begun to come an hour earlier or later: by how well the phase an hour on, or an hour back, would have told
 * the values of the last half a day or so.
 */
export interface Slip {
  /** Steps in an hour and in a day; 0 where these are no whole numbers of steps. */
  hour: number
  day: number
  /** Squared errors of late if the season were an hour behind, where it is, and an hour ahead. */
  readonly errors: Float64Array
  /** Values since these were begun. */
  seen: number
}

export const noSlip = (): Slip => ({ hour: 0, day: 0, errors: new Float64Array(3), seen: 0 })

/** Another phase counts as the true one where it errs by less than this share of what the present one does. */
const better = 1 / 3

/** What was learnt holds no more. */
export function forgetSlip(slip: Slip): void {
  slip.errors.fill(0)
  slip.seen = 0
}

/** Learns how each phase would have told a value; the steps by which the season is to go on: an hour, minus one, or none. */
export function slipStep(slip: Slip, value: number, behind: number, here: number, ahead: number): number {
  const { errors, hour, day } = slip
  if (Number.isNaN(behind + here + ahead)) return 0
  const keep = 1 - 2 / day
  learn(errors, 0, value - behind, keep)
  learn(errors, 1, value - here, keep)
  learn(errors, 2, value - ahead, keep)
  if (++slip.seen < day) return 0
  const best = errors[0]! < errors[2]! ? 0 : 2
  if (!(errors[best]! < better * errors[1]!)) return 0
  // The phases change places; of the one that comes in sight no more is known than that it was no candidate so far.
  const [now, before] = [errors[best]!, errors[1]!]
  errors[2 - best] = before
  errors[1] = now
  errors[best] = before
  return best === 2 ? hour : -hour
}

function learn(errors: Float64Array, which: number, error: number, keep: number): void {
  errors[which] = keep * errors[which]! + error * error
}
