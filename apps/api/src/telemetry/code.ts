/** What went wrong, in a word that tells nothing that is secret. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' && /^[\w.]{1,40}$/.test(code) ? code : 'INTERNAL'
}
