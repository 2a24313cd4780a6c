import type { HeldDeployment } from '@seriema/domain/deployment'
import { belongs, narrower } from '@seriema/domain/group'
import type { Role } from '@seriema/domain/role'
import type { Attribute } from '@seriema/domain/series'
import type { Logger } from 'pino'
import { listen } from '../events/notifications.ts'
import type { Db } from '../store/database.ts'
import { deployedVersionsSince, type SpokenFor, speakersStamp, spokenFor } from '../store/deployment/groups.ts'
import { speakersChannel } from '../store/deployment.ts'

/** Who was chosen to speak for groups, as of a moment ago. */
export interface Groups {
  /** The narrowest group that a series belongs to and for which somebody was chosen in the role, with these; null: none. */
  of(series: { readonly attributes: readonly Attribute[] }, role: Role): GroupChoice | null
  /** As it is now. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export interface GroupChoice {
  readonly groupId: number
  readonly deployments: readonly HeldDeployment[]
}

export interface GroupsOptions {
  readonly db: Db
  /** Where to LISTEN, over a connection of its own. */
  readonly databaseUrl: string
  readonly log: Logger
  /** Hears which versions began to speak somewhere, in any process. */
  readonly onDeployed: (versionIds: readonly number[]) => void
  /** Milliseconds between two looks at whether anything changed that was not heard of. */
  readonly every?: number
}

/**
 * Asks the database for one number that changes with them, and for more where it has: at once when a change is heard, and
 * now and then in case one was not.
 */
export async function followGroups({ db, databaseUrl, log, onDeployed, every = 800 }: GroupsOptions): Promise<Groups> {
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

  /** What is under way may have looked too early. */
  const lookAgain = async () => {
    await under?.catch(() => {})
    await refresh()
  }
  const tried = (looking: Promise<void>) =>
    looking.catch(error => log.debug({ err: error }, 'who speaks for groups could not be read: trying again'))

  await read()
  const timer = setInterval(() => {
    if (under === null && !closed) void tried(refresh())
  }, every)
  timer.unref()
  const notifications = listen(databaseUrl, speakersChannel, () => closed || void tried(lookAgain()), log)

  return {
    of({ attributes }, role) {
      if (groups.length === 0) return null
      const found = groups.find(
        ({ conditions, deployments }) =>
          deployments.some(one => one.role === role) && belongs({ conditions }, attributes),
      )
      if (found === undefined) return null
      return { groupId: found.id, deployments: found.deployments.filter(one => one.role === role) }
    },
    refresh: lookAgain,
    async close() {
      closed = true
      clearInterval(timer)
      await notifications.close()
      await under?.catch(() => {})
    },
  }
}
