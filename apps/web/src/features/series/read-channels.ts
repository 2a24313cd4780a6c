import type { ChannelKind } from '../../graphql/series.ts'

export interface ChannelDraft {
  readonly name: string
  readonly kind: ChannelKind
  readonly unit: string | null
  readonly minimum: number | null
  readonly maximum: number | null
}

/** The channels of a form, one per `channel-name`, in order; fields left empty are null. */
export function readChannels(form: FormData): ChannelDraft[] {
  const column = (name: string) => form.getAll(`channel-${name}`).map(value => String(value).trim())
  const [units, minima, maxima] = [column('unit'), column('minimum'), column('maximum')]
  const kinds = readKinds(form)
  const number = (text: string | undefined) => (text ? Number(text) : null)
  return column('name').map((name, i) => ({
    name,
    kind: kinds[i] ?? 'GAUGE',
    unit: units[i] || null,
    minimum: number(minima[i]),
    maximum: number(maxima[i]),
  }))
}

/** The kinds of a form's channels, in order. */
export const readKinds = (form: FormData): ChannelKind[] =>
  form.getAll('channel-kind').map(kind => (kind === 'COUNTER' ? 'COUNTER' : 'GAUGE'))
