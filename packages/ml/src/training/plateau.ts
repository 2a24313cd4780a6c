export interface Plateau {
  readonly factor: number
  readonly best: number
  readonly waited: number
}

export const noPlateau: Plateau = { factor: 1, best: Number.POSITIVE_INFINITY, waited: 0 }

/** The factor on the rate after one more validation loss: halved whenever it has not improved for `patience` of them. */
export function onPlateau(state: Plateau, loss: number, { patience = 10, by = 0.5, lowest = 1e-4 } = {}): Plateau {
  if (loss < state.best * (1 - 1e-4)) return { ...state, best: loss, waited: 0 }
  if (state.waited < patience) return { ...state, waited: state.waited + 1 }
  return { factor: Math.max(lowest, state.factor * by), best: state.best, waited: 0 }
}
