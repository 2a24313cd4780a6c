import { Fault } from '@seriema/domain/fault'

/** A model on the hub, at a branch, a tag or a commit. */
export interface HubModel {
  /** `owner/name`, or a name alone. */
  readonly name: string
  readonly revision: string
}

const allowed = 'a model of the hub, like ibm-granite/granite-timeseries-ttm-r2 or owner/name@revision'
const part = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?'
const name = new RegExp(`^(?:${part}/)?${part}$`)
const revision = new RegExp(`^${part}(?:/${part})*$`)
/** Names the hub refuses, and paths that would leave their folder. */
const forbidden = /--|\.\.|\.git$/

/**
 * Reads `owner/name@revision`; without a revision it is `main`. What passes is safe to make a path of. Throws Fault
 * INVALID_INPUT. Names: https://huggingface.co/docs/huggingface_hub/package_reference/utilities (validate_repo_id).
 */
export function parseHubModel(text: string): HubModel {
  const [given = '', at = 'main', ...more] = text.split('@')
  const good =
    more.length === 0 &&
    given.length <= 96 &&
    name.test(given) &&
    !forbidden.test(given) &&
    at.length <= 200 &&
    revision.test(at) &&
    !at.includes('..')
  if (!good) throw new Fault('INVALID_INPUT', `'${text.slice(0, 120)}' is not ${allowed}`)
  return { name: given, revision: at }
}

/** As it is written: the inverse of `parseHubModel`. */
export const showHubModel = ({ name, revision }: HubModel): string => `${name}@${revision}`
