import { trainRecurrent } from '@seriema/ml/models/recurrent/train'
import { type FineTuneOptions, fineTune } from '@seriema/ml/models/ttm/fine-tune'
import { generator } from '@seriema/ml/training/random'

/** Steps of one training as the product makes them, in milliseconds, and what was computed once before the first. */
export interface Steps {
  readonly times: readonly number[]
  readonly once: number
}

/** The first steps, while memory is still being claimed, are left out. */
const warmUp = 2

function stopwatch() {
  const times: number[] = []
  let last: number | null = null
  const onStep = ({ step }: { readonly step: number }) => {
    const now = performance.now()
    if (last !== null && step > warmUp) times.push(now - last)
    last = now
  }
  return { times, onStep }
}

/** Some epochs of fine-tuning, gathering the batches included. */
export async function ttmSteps(options: Omit<FineTuneOptions, 'seed'>): Promise<Steps> {
  const { times, onStep } = stopwatch()
  const begun: { [phase: string]: number } = {}
  const onPhase = (phase: string) => {
    begun[phase] = performance.now()
  }
  await fineTune({ ...options, seed: 1, rate: 1e-4, onPhase, onStep })
  return { times, once: begun.encoding === undefined ? 0 : begun.opening! - begun.encoding }
}

/** One epoch of an LSTM of 64 units that looks 24 points back and one ahead. */
export async function lstmSteps(batch: number, steps: number, threads: number): Promise<Steps> {
  const { times, onStep } = stopwatch()
  const lookback = 24
  const random = generator(1)
  const points = steps * batch + lookback
  const values = Float32Array.from({ length: points }, () => random())
  const training = Uint32Array.from({ length: steps * batch }, (_, start) => start)
  await trainRecurrent(
    {
      cell: 'lstm',
      lookback,
      channels: 1,
      predicted: 1,
      steps: 1,
      dense: [],
      centred: false,
      quantiles: [],
      layers: [{ units: 64, dropout: 0, recurrentDropout: 0 }],
    },
    { values, training, validation: new Uint32Array() },
    { seed: 1, epochs: 1, batch, threads, providers: ['cpu'], onStep },
  )
  return { times, once: 0 }
}
