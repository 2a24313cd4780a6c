import type { LoadedRecurrent } from '@seriema/ml/models/recurrent'
import { LRUCache } from 'lru-cache'
import type { TrainedNetwork } from './training/network.ts'

/** Trained networks that are open for forecasting: those used last. */
export interface Networks {
  open(network: TrainedNetwork): Promise<LoadedRecurrent>
  readonly size: number
}

export function createNetworks(most = 100): Networks {
  const held = new LRUCache<string, Promise<LoadedRecurrent>>({
    max: most,
    dispose: opened => void opened.then(network => network.close()).catch(() => {}),
  })
  return {
    open({ id, model }) {
      const known = held.get(id)
      if (known !== undefined) return known
      // With it comes onnxruntime, which takes its time.
      const opened = import('@seriema/ml/models/recurrent').then(({ openRecurrent }) => openRecurrent(model))
      held.set(id, opened)
      opened.catch(() => held.delete(id))
      return opened
    },
    get size() {
      return held.size
    },
  }
}
