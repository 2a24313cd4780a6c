import type { QueueOptions } from 'pg-boss'

/** What each job is told. */
export interface Jobs {
  train: { readonly trainingId: number }
  retrain: Record<string, never>
  /** A run of a schedule. */
  forecast: { readonly runId: number }
  /** Runs of schedules that are too old, or deleted. */
  forget: Record<string, never>
  quality: Record<string, never>
  drift: Record<string, never>
}

/** What is done again and again. */
export type RecurringJob = 'retrain' | 'forget' | 'quality' | 'drift'

export type JobName = keyof Jobs

const day = 86_400

/** What is not lost by whoever takes it up: another does, again and again. Seconds. */
const untilDone = {
  notify: true,
  // Who says nothing for so long is gone. It is the shortest there is: another has to take over within half a minute.
  heartbeatSeconds: 10,
  expireInSeconds: day,
  retryLimit: 1_000,
  retryDelay: 1,
  retryBackoff: true,
  // So that one whose workers end again and again is still taken over within half a minute.
  retryDelayMax: 15,
}

/** Made every minute: one that failed, or whose worker is gone, is not missed. */
const recurring = { expireInSeconds: 300, retryLimit: 0, retentionSeconds: 300, deleteAfterSeconds: 3_600 }

/** How each is kept and tried again; seconds. */
export const queues: { readonly [N in JobName]: QueueOptions & { readonly notify?: boolean } } = {
  train: {
    ...untilDone,
    // A training waits for a worker as long as it takes; whether it is still wanted its own row says.
    retentionSeconds: 3_650 * day,
    deleteAfterSeconds: 7 * day,
  },
  forecast: { ...untilDone, retentionSeconds: 3_650 * day, deleteAfterSeconds: day },
  forget: recurring,
  retrain: recurring,
  quality: recurring,
  drift: recurring,
}
