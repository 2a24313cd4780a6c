/** What is written in the fields of a form, by their names: without space around it, empty where there is none. */
export const textIn =
  (form: FormData) =>
  (name: string): string =>
    String(form.get(name) ?? '').trim()
