import type { Detector } from '@seriema/ml/contract/detector'
import type { Judged } from './task.ts'

/** The detector, with what it has said of a batch elsewhere already: one entry a channel, or why it failed. */
export const said = (detector: Detector, all: readonly Judged[] | Error): Detector => ({
  ...detector,
  judge(_state, { channel }, from, _to, judgement) {
    if (all instanceof Error) throw all
    if (from > 0) return
    const { scored, silent } = all[channel]!
    for (const one of scored) judgement.scored.push(one)
    judgement.silent.set(silent)
  },
})
