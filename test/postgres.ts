import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seriema/api/store/embedded'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's address in the run's one PostgreSQL; tests make databases of their own in it. */
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run, in a folder that goes with it. It survives no crash: tests about that start their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'seriema-test-'))
  await chmod(folder, 0o755)
  const postgres = await startEmbedded(folder, pino({ level: 'silent' }), { durable: false })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
