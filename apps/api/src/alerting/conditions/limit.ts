import { invalidSettings, type Setting, type Settings } from '@seriema/domain/setting'

/** On which side of a limit something is watched for. */
export const side: Setting = {
  name: 'side',
  title: 'Side',
  description: 'On which side of the limit it holds.',
  type: 'choice',
  choices: [
    { value: 'above', title: 'Above', description: 'Greater than the limit.' },
    { value: 'below', title: 'Below', description: 'Less than the limit.' },
  ],
  usual: 'above',
}

export const limit: Setting = {
  name: 'limit',
  title: 'Limit',
  description: 'In the unit of the channel; there is none where nothing is said.',
  type: 'number',
  least: -1e300,
  most: 1e300,
  whole: false,
  unit: null,
  usual: null,
}

/** Throws INVALID_SETTINGS where there is no limit. */
export function requireLimit({ limit }: Settings): void {
  if (limit === null) throw invalidSettings([{ path: 'limit', problem: 'is a number in the unit of the channel' }])
}

export const beyond = (settings: Settings, value: number): boolean =>
  settings.side === 'below' ? value < Number(settings.limit) : value > Number(settings.limit)

/** `12.3 kW`. */
export const figure = (value: number, unit: string | null): string =>
  `${Number(value.toPrecision(4))}${unit === null ? '' : ` ${unit}`}`

/** `above 10 kW`. */
export const beyondInWords = (settings: Settings, unit: string | null): string =>
  `${settings.side} ${figure(Number(settings.limit), unit)}`

const hour = 3_600_000

/** `90 s`, `15 min`, `6 h`, `3 days`: as long as it is. */
export function span(milliseconds: number): string {
  const told = (count: number, unit: string) => `${Number(count.toPrecision(3))} ${unit}`
  if (milliseconds < 120_000) return told(milliseconds / 1_000, 's')
  if (milliseconds < 2 * hour) return told(milliseconds / 60_000, 'min')
  return milliseconds < 48 * hour ? told(milliseconds / hour, 'h') : told(milliseconds / (24 * hour), 'days')
}
