import type { ForecasterSetting } from '../../contract/forecaster-family.ts'

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

const meanings: Readonly<Record<keyof typeof recurrentSettings, string>> = {
  units: 'Units of its one recurrent layer.',
  lookback: 'Points it looks at; a season where that is longer, up to 168.',
  steps: 'Steps it makes, fewer for a short history.',
  epochs: 'Most passes over the history.',
  batch: 'Windows in a training step.',
  rate: 'Learning rate, halved when it gets no better.',
  patience: 'Passes without an improvement after which it ends.',
  validation: 'Share of the history that decides when it ends.',
  test: 'Share of the history kept for its intervals.',
}

/** The same, each with what it does. */
export const describedSettings: readonly ForecasterSetting[] = Object.entries(recurrentSettings).map(
  ([name, value]) => ({ name, value, description: meanings[name as keyof typeof recurrentSettings] }),
)
