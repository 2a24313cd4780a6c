import type { DeploymentFields } from '../../graphql/deployment.ts'

/** What promoting a shadow or canary gives it: its next share; 1: the place of who is active. */
export const nextShare = ({ slot, share, limits }: Pick<DeploymentFields, 'slot' | 'share' | 'limits'>): number =>
  slot === 'CANARY' ? (limits?.steps.find(step => step > share) ?? 1) : 1
