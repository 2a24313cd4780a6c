import type { ChannelState, Detector } from '@seriema/ml/contract/detector'
import type { Judged } from './task.ts'

/** A detector that says of a batch what is said of it elsewhere. */
export interface Said {
  readonly detector: Detector
  /** What it knows of each channel: nothing before it has been told. */
  readonly states: readonly ChannelState[]
  /** One entry a channel, or why the detector failed; before the first value is judged. */
  tell(all: readonly Judged[] | Error): void
}

export function said(detector: Detector): Said {
  let told: readonly Judged[] | Error = []
  const states: ChannelState[] = []
  return {
    states,
    tell(all) {
      told = all
      if (!(all instanceof Error)) states.push(...all.map(({ state }) => state))
    },
    detector: {
      ...detector,
      judge(_state, { channel }, from, _to, judgement) {
        if (told instanceof Error) throw told
        if (from > 0) return
        const { scored, silent } = told[channel]!
        for (const one of scored) judgement.scored.push(one)
        judgement.silent.set(silent)
      },
    },
  }
}
