import { existsSync } from 'node:fs'

/** Where a graph runs, best first. */
export const providers = ['cuda', 'webgpu', 'cpu'] as const
export type Provider = (typeof providers)[number]

/** A provider that was wanted, and why it does not serve. */
export interface Refusal {
  readonly provider: Provider
  readonly reason: string
}

const nvidia = ['/dev/nvidiactl', '/dev/nvidia0', '/dev/dxg']
const anyGpu = [...nvidia, '/dev/dri/renderD128', '/dev/dri/card0']

/**
 * Why a provider cannot serve here, as far as it can be told without trying it; undefined where it is worth a try.
 * Trying one on a machine without a GPU is harmless, but its libraries complain on standard error.
 */
export function missing(provider: Provider, platform: string = process.platform): string | undefined {
  if (provider === 'cpu' || platform !== 'linux') return undefined
  const devices = provider === 'cuda' ? nvidia : anyGpu
  return devices.some(device => existsSync(device))
    ? undefined
    : `no GPU on this machine (none of ${devices.join(', ')})`
}
