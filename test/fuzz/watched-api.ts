import { onTestFinished } from 'vitest'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'

export interface WatchedApi extends SpawnedApi {
  readonly databaseUrl: string
  /** Milliseconds that the server's event loop worked at a stretch, at most, since this was last asked. */
  loopDelay(): Promise<number>
}

/** The API in a process of its own, on a database of its own, for one test; it tells how long its loop stood still. */
export async function startWatchedApi(): Promise<WatchedApi> {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({
    DATABASE_URL: database.url,
    SERIEMA_DATA: await temporaryFolder(),
    NODE_OPTIONS: `--import=${new URL('loop-delay.ts', import.meta.url).href}`,
  })
  onTestFinished(() => api.end('SIGTERM').then(() => {}))
  const loopDelay = () =>
    new Promise<number>(resolve => {
      api.child.once('message', message => resolve((message as { loopDelay: number }).loopDelay))
      api.child.send('loop delay')
    })
  return { ...api, databaseUrl: database.url, loopDelay }
}
