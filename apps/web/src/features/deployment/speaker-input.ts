import type { SpeakerFields } from '../../graphql/deployment.ts'

/** A speaker as `deployVersion` takes it: its version, or the kind that needs none. */
export const speakerInput = ({ kind, version }: SpeakerFields) =>
  version === null ? { kind } : { version: version.id }
