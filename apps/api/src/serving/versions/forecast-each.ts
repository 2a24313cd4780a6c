import { Fault } from '@seriema/domain/fault'
import type { Member, OpenVersion, VersionForecast } from '@seriema/ml/contract/trainable'

/**
 * One per member, in order: computed together, and where that fails for something about a member, in halves until it is
 * known for which. Whatever else fails is thrown.
 */
export async function forecastEach(
  version: Pick<OpenVersion, 'forecast'>,
  members: readonly Member[],
  horizon: number,
): Promise<readonly (VersionForecast | Fault)[]> {
  if (members.length === 0) return []
  try {
    return await version.forecast(members, horizon)
  } catch (error) {
    if (!(error instanceof Fault) || !aboutMember.has(error.code)) throw error
    if (members.length === 1) return [error]
    const half = Math.ceil(members.length / 2)
    const first = await forecastEach(version, members.slice(0, half), horizon)
    return [...first, ...(await forecastEach(version, members.slice(half), horizon))]
  }
}

const aboutMember: ReadonlySet<string> = new Set(['INSUFFICIENT_DATA', 'INVALID_INPUT', 'CONSTANT_SERIES'])
