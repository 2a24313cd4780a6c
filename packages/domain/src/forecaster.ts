import type { ForecasterKind } from './forecast.ts'

/** A number that a kind is fitted or run with. */
export interface ForecasterSetting {
  readonly name: string
  readonly value: number
  readonly description: string
}

/** What a kind of forecaster is, for people. */
export interface ForecasterFacts {
  readonly title: string
  /** One sentence. */
  readonly description: string
  /** What must be there before it can forecast. */
  readonly needs: string
  readonly settings: readonly ForecasterSetting[]
}

/** What networks of a series' own are trained with. */
export const recurrentSettings = {
  units: 64,
  lookback: 24,
  steps: 96,
  epochs: 100,
  batch: 32,
  rate: 0.001,
  patience: 10,
  validation: 0.15,
  test: 0.15,
} as const

const recurrent: readonly ForecasterSetting[] = Object.entries({
  units: 'Units of its one recurrent layer.',
  lookback: 'Points it looks at; a season where that is longer, up to 168.',
  steps: 'Steps it makes at once, fewer for a short history; it goes on from there for a longer horizon.',
  epochs: 'Most passes over the history.',
  batch: 'Windows in a training step.',
  rate: 'Learning rate, halved when it gets no better.',
  patience: 'Passes without an improvement after which it ends.',
  validation: 'Share of the history that decides when it ends.',
  test: 'Share of the history kept for its intervals.',
} satisfies Record<keyof typeof recurrentSettings, string>).map(([name, description]) => ({
  name,
  value: recurrentSettings[name as keyof typeof recurrentSettings],
  description,
}))

const trained = 'at least 240 points; its first forecast comes when it is trained, until then a simpler one answers'

export const forecasterFacts: Readonly<Record<ForecasterKind, ForecasterFacts>> = {
  'seasonal-naive': {
    title: 'Seasonal naive',
    description: 'The same as a season ago; as the last point where there is no season.',
    needs: '2 points',
    settings: [],
  },
  ets: {
    title: 'Exponential smoothing',
    description: 'Level and trend by exponential smoothing over the last 200 points, damped where that fits better.',
    needs: '16 points; for series without a season',
    settings: [],
  },
  mstl: {
    title: 'Season and trend',
    description:
      'Season by loess (STL), repeated; the rest by exponential smoothing. Without a season it is smoothing alone.',
    needs: 'three seasons, or 16 points where there is none',
    settings: [],
  },
  ridge: {
    title: 'Ridge',
    description: 'Linear in the recent past, fitted in closed form, with one set of weights for all channels.',
    needs: '64 points, four horizons, four seasons',
    settings: [],
  },
  lstm: {
    title: 'LSTM',
    description: 'A recurrent network (long short-term memory) of the series’ own, trained in the background.',
    needs: trained,
    settings: recurrent,
  },
  gru: {
    title: 'GRU',
    description: 'A recurrent network (gated recurrent unit) of the series’ own, trained in the background.',
    needs: trained,
    settings: recurrent,
  },
  base: {
    title: 'Base model',
    description: 'TinyTimeMixer with our own weights, which come along: pretrained, it needs no training on a series.',
    needs: 'as many points as it looks at (512)',
    settings: [],
  },
  ttm: {
    title: 'TinyTimeMixer',
    description: "TinyTimeMixer, a small pretrained neural network; needs weights, see the server's settings.",
    needs: 'weights (SERIEMA_TTM_DIR or SERIEMA_TTM_MODEL), and as many points as they look at',
    settings: [],
  },
}
