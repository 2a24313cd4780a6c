import type { Artifacts } from '../artifacts/artifacts.ts'
import type { Core } from '../core.ts'
import { createOwnNetworks } from '../flows/forecast/own-networks.ts'
import type { Speakers } from '../flows/schedule/run.ts'
import { createForecasting } from '../forecasting/forecasting.ts'
import { createServing } from '../serving/serving.ts'
import type { Queue } from '../store/queue.ts'
import { createLiveWindows } from '../windows/live-windows.ts'

/** Bytes of points held: a run reads each series once. */
const bytes = 32 * 1_024 * 1_024

/** Milliseconds before a quick forecast stands in for the best: more than any takes, since nobody waits. */
const hurry = 60_000

export interface LazySpeakers {
  /** The same ones each time, made by the first who asks; where that fails, by the next. */
  readonly speakers: () => Promise<Speakers>
  close(): Promise<void>
}

/** Who forecasts in a worker: networks are loaded when something is to be forecast, so that one that only trains is small. */
export function createSpeakers(
  core: Core,
  { artifacts, queue }: { readonly artifacts: Artifacts; readonly queue: Queue },
): LazySpeakers {
  let opened: ReturnType<typeof openSpeakers> | null = null
  return {
    async speakers() {
      opened ??= openSpeakers(core, artifacts, queue)
      try {
        return (await opened).speakers
      } catch (error) {
        opened = null
        throw error
      }
    },
    close: async () => (await opened)?.close(),
  }
}

async function openSpeakers(core: Core, artifacts: Artifacts, queue: Queue) {
  const windows = createLiveWindows({ bytes })
  const serving = await createServing({ ...core, artifacts })
  const forecasting = await createForecasting({ ...core, windows }, { hurry }).catch(async error => {
    await serving.close()
    throw error
  })
  const networks = createOwnNetworks({ ...core, queue })
  return {
    speakers: { ...core, windows, serving, forecasting, networks } satisfies Speakers,
    async close() {
      await Promise.all([networks.close(), forecasting.close()])
      await serving.close()
    },
  }
}
