import { kindSpeaks } from '@seriema/domain/deployment'
import type { Role } from '@seriema/domain/role'
import type { NewEvent } from '../events/event.ts'
import { speakerChanged } from '../events/kinds/deployment.ts'
import type { Db } from '../store/database.ts'
import { assign } from '../store/deployment.ts'

/** A kind that is to speak for a series in a role; null leaves it to its group, or to what speaks for all. */
export interface Choice {
  readonly role: Role
  readonly kind: string | null
}

/**
 * Lets kinds speak for a series that nobody else changes meanwhile; what they were before is in its timeline. Returns
 * what is to be announced.
 */
export async function choose(
  tx: Db,
  seriesId: number,
  choices: readonly Choice[],
  reason: string,
  now: number,
  by: string | null = null,
): Promise<NewEvent[]> {
  const news: NewEvent[] = []
  for (const { role, kind } of choices) {
    const speaker = kind === null ? null : kindSpeaks(kind)
    const why = { reason, automatic: false, by }
    const change = await assign(tx, { scope: { seriesId }, role, slot: 'active', speaker, share: 1, ...why }, now)
    if (change !== null) news.push(speakerChanged(change))
  }
  return news
}
