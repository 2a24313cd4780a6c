export interface AttributeDraft {
  readonly name: string
  readonly value: string
}

/** The attributes of a form, one per `attribute-name`, in order. */
export function readAttributes(form: FormData): AttributeDraft[] {
  const column = (name: string) => form.getAll(`attribute-${name}`).map(value => String(value).trim())
  const values = column('value')
  return column('name').map((name, i) => ({ name, value: values[i] ?? '' }))
}
