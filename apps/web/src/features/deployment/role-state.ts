import type {
  ChangeFields,
  DeploymentFields,
  DeploymentRole,
  HistoryFields,
  SpeakerFields,
  SpeakingFields,
} from '../../graphql/deployment.ts'

/** How a role of a series or group stands. */
export interface RoleState {
  readonly role: DeploymentRole
  /** Who speaks; null for a group for which nobody was chosen. */
  readonly speaker: SpeakerFields | null
  /** `SERIES` for whoever was chosen for the scope itself. */
  readonly chosenFor: SpeakingFields['chosenFor']
  /** The group whose choices count for a series; null where none does. */
  readonly group: string | null
  readonly active: DeploymentFields | null
  /** The canary before the shadow. */
  readonly tried: readonly DeploymentFields[]
  /** The last time that the place of who is active changed hands, where that is among what is shown. */
  readonly lastActive: ChangeFields | null
  readonly history: HistoryFields
}

/** `speaking` is null for a group: it has no speaker but the one chosen for it. */
export function roleState(
  role: DeploymentRole,
  deployments: readonly DeploymentFields[],
  history: HistoryFields,
  speaking: SpeakingFields | null,
): RoleState {
  const own = deployments.filter(one => one.role === role)
  const active = own.find(({ slot }) => slot === 'ACTIVE') ?? null
  return {
    role,
    // A canary that a series falls to is told beside, as what it is.
    speaker: active?.speaker ?? speaking?.speaker ?? null,
    chosenFor: active === null && speaking !== null ? speaking.chosenFor : 'SERIES',
    group: speaking?.group?.name ?? null,
    active,
    tried: (['CANARY', 'SHADOW'] as const).flatMap(slot => own.filter(one => one.slot === slot)),
    lastActive: history.edges.find(({ node }) => node.slot === 'ACTIVE')?.node ?? null,
    history,
  }
}
