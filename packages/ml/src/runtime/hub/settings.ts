import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where models are kept and where they come from. */
export interface HubSettings {
  /** The folder that holds `models--owner--name` folders, shared with every other tool that follows the layout. */
  readonly cache: string
  /** Address of the hub, without a slash at its end. */
  readonly endpoint: string
  /** Sent to the hub alone, never to where it sends us on to. */
  readonly token: string | null
  /** Whether the hub is never asked. */
  readonly offline: boolean
}

export type HubEnvironment = Readonly<Partial<Record<HubVariable, string | undefined>>>
type HubVariable = 'HF_HUB_CACHE' | 'HF_HOME' | 'XDG_CACHE_HOME' | 'HF_ENDPOINT' | 'HF_TOKEN' | 'HF_HUB_OFFLINE'

/**
 * The settings by the conventions of Hugging Face's own libraries; what is empty counts as not set. A token that a
 * login left on the machine is not read.
 * https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
export function hubSettings(environment: HubEnvironment): HubSettings {
  const home = environment.HF_HOME || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface')
  return {
    cache: resolve(environment.HF_HUB_CACHE || join(home, 'hub')),
    endpoint: (environment.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, ''),
    token: environment.HF_TOKEN || null,
    offline: /^(1|on|yes|true)$/i.test(environment.HF_HUB_OFFLINE ?? ''),
  }
}
