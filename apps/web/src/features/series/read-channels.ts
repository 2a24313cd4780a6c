export interface ChannelDraft {
  readonly name: string
  readonly unit: string | null
  readonly minimum: number | null
  readonly maximum: number | null
}

/** The channels of a form, one per `channel-name`, in order; fields left empty are null. */
export function readChannels(form: FormData): ChannelDraft[] {
  const column = (name: string) => form.getAll(`channel-${name}`).map(value => String(value).trim())
  const [units, minima, maxima] = [column('unit'), column('minimum'), column('maximum')]
  const number = (text: string | undefined) => (text ? Number(text) : null)
  return column('name').map((name, i) => ({
    name,
    unit: units[i] || null,
    minimum: number(minima[i]),
    maximum: number(maxima[i]),
  }))
}
