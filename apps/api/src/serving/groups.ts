import type { Deployment } from '@seriema/domain/deployment'
import { belongs, narrower } from '@seriema/domain/group'
import type { Role } from '@seriema/domain/role'
import type { Attribute } from '@seriema/domain/series'
import type { Logger } from 'pino'
import type { Db } from '../store/database.ts'
import { deployedVersionsSince, type SpokenFor, speakersStamp, spokenFor } from '../store/deployment/groups.ts'

/** Who was chosen to speak for groups, as of half a second ago at most. */
export interface Groups {
  /** Of the narrowest group that a series belongs to and that somebody speaks for in the role. */
  of(series: { readonly attributes: readonly Attribute[] }, role: Role): readonly Deployment[]
  /** As it is now. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export interface GroupsOptions {
  readonly db: Db
  readonly log: Logger
  /** Hears which versions began to speak somewhere, in any process. */
  readonly onDeployed: (versionIds: readonly number[]) => void
  /** Milliseconds between two looks at whether anything changed. */
  readonly every?: number
}

const nobody: readonly Deployment[] = []

/** Asks the database for one number that changes with them, and for more where it has. */
export async function followGroups({ db, log, onDeployed, every = 400 }: GroupsOptions): Promise<Groups> {
  let groups: readonly SpokenFor[] = []
  let stamp = await speakersStamp(db)
  let closed = false
  let under: Promise<void> | null = null

  const read = async () => {
    groups = (await spokenFor(db)).toSorted(narrower)
  }

  const look = async () => {
    const now = await speakersStamp(db)
    if (now.changes === stamp.changes && now.groups === stamp.groups) return
    const deployed = now.changes === stamp.changes ? [] : await deployedVersionsSince(db, stamp.changes)
    await read()
    stamp = now
    if (deployed.length > 0) onDeployed(deployed)
  }

  const refresh = (): Promise<void> => {
    under ??= look().finally(() => {
      under = null
    })
    return under
  }

  await read()
  const timer = setInterval(() => {
    if (under === null && !closed)
      refresh().catch(error => log.debug({ err: error }, 'who speaks for groups could not be read: trying again'))
  }, every)
  timer.unref()

  return {
    of({ attributes }, role) {
      if (groups.length === 0) return nobody
      const found = groups.find(
        ({ conditions, deployments }) =>
          deployments.some(one => one.role === role) && belongs({ conditions }, attributes),
      )
      return found === undefined ? nobody : found.deployments.filter(one => one.role === role)
    },
    async refresh() {
      // What is under way may have looked too early.
      await under?.catch(() => {})
      await refresh()
    },
    async close() {
      closed = true
      clearInterval(timer)
      await under?.catch(() => {})
    },
  }
}
