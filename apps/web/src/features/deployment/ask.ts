import type { DeploymentFields, SpeakerFields } from '../../graphql/deployment.ts'

/** What is asked about before it is done. */
export type Ask = { readonly what: 'deploy' } | { readonly what: 'limits'; readonly of: DeploymentFields } | Turn

/** A change of who speaks that needs no more than a yes, and a word why. */
export type Turn =
  | { readonly what: 'promote'; readonly of: DeploymentFields }
  | { readonly what: 'stop'; readonly of: DeploymentFields }
  | { readonly what: 'rollBack'; readonly from: SpeakerFields | null; readonly back: SpeakerFields | null }
  | { readonly what: 'leave'; readonly from: SpeakerFields }
