import type { DeploymentFields, DeploymentRole, RolloutComparison, RolloutLimits } from '../../graphql/deployment.ts'
import { t } from '../../messages/message.ts'
import { formatExact, formatExactCount, formatNumber, formatShare, missing } from '../../ui/number.ts'
import { formatAge, formatDuration } from '../../ui/time.ts'

/** What was seen of somebody who is tried out, beside what it must keep within. */
export interface FigureRow {
  readonly name: string
  readonly seen: string
  /** null where nothing is asked of it. */
  readonly limit: string | null
  /** `open`: it is not known yet, or still to be reached. */
  readonly state: 'within' | 'beyond' | 'open'
}

const share = (value: number | null) => (value === null ? missing : formatShare(value))
const stateOf = (known: boolean, within: boolean) => (known ? (within ? 'within' : 'beyond') : 'open')

/** Of a shadow or canary, at an instant (epoch milliseconds): what concerns its role. */
export function figureRows(
  { role, since }: Pick<DeploymentFields, 'role' | 'since'>,
  seen: RolloutComparison,
  limits: RolloutLimits,
  now: number,
): readonly FigureRow[] {
  const { points, errors, calls, failures, latency } = seen
  const judged = Math.max(points, errors?.points ?? 0)
  const held = Math.max(0, now - Date.parse(since))
  const failed = calls === 0 ? null : failures / calls
  return [
    {
      name: t('deployment.points'),
      seen: formatExactCount(judged),
      limit: t('deployment.least', { limit: formatExactCount(limits.fewestPoints) }),
      state: judged >= limits.fewestPoints ? 'within' : 'open',
    },
    {
      name: t('deployment.held'),
      seen: formatAge(held),
      limit: t('deployment.least', { limit: formatDuration(limits.hold) }),
      state: held >= limits.hold ? 'within' : 'open',
    },
    ...ofRole[role](seen, limits),
    {
      name: t('deployment.failures'),
      seen:
        failed === null
          ? missing
          : t('deployment.failuresSeen', { share: formatShare(failed), calls: formatExactCount(calls) }),
      limit: t('deployment.most', { limit: formatShare(limits.mostFailures) }),
      state: stateOf(failed !== null, (failed ?? 0) <= limits.mostFailures),
    },
    {
      name: t('deployment.latency'),
      seen: latency === null ? missing : milliseconds(latency),
      limit: t('deployment.most', { limit: milliseconds(limits.mostLatency) }),
      state: stateOf(latency !== null, (latency ?? 0) <= limits.mostLatency),
    },
  ]
}

const milliseconds = (value: number) =>
  t('deployment.milliseconds', { count: formatExact(Number(value.toPrecision(value < 100 ? 2 : 3))) })

const ofRole: Record<DeploymentRole, (seen: RolloutComparison, limits: RolloutLimits) => readonly FigureRow[]> = {
  WATCH: ({ points, agreement, extraFlags, scoreDifference }, limits) => [
    {
      name: t('deployment.agreement'),
      seen: share(agreement),
      limit: t('deployment.least', { limit: formatShare(limits.leastAgreement) }),
      state: stateOf(agreement !== null, (agreement ?? 1) >= limits.leastAgreement),
    },
    {
      name: t('deployment.extraFlags'),
      seen: points === 0 ? missing : formatExactCount(extraFlags),
      limit: t('deployment.most', { limit: formatShare(limits.mostExtraFlags) }),
      state: stateOf(points > 0, extraFlags <= limits.mostExtraFlags * points),
    },
    { name: t('deployment.scoreDifference'), seen: formatNumber(scoreDifference), limit: null, state: 'open' },
  ],
  FORECAST: ({ errors }, limits) => [
    {
      name: t('deployment.error'),
      seen:
        errors === null
          ? missing
          : t('deployment.errorSeen', { own: formatNumber(errors.own), active: formatNumber(errors.active) }),
      limit: t('deployment.most', { limit: t('deployment.times', { limit: formatExact(limits.mostError) }) }),
      state: stateOf(errors !== null, errors === null || errors.own <= limits.mostError * errors.active),
    },
  ],
}
