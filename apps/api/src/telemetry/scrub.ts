/**
 * A line without passwords, tokens and keys, wherever in it they turn up: in an address, in a message, in a driver's error.
 * Takes time in proportion to the line, whatever it is made of: every part that may repeat is bounded, or begins where no
 * other could.
 */
export const scrub = (line: string): string =>
  line
    .replaceAll(/\b(\w{1,20}:\/\/[^\s:/@"]{0,200}):[^\s/@"]{1,500}@/g, '$1:[secret]@')
    .replaceAll(
      /([?&](?:password|passwd|secret|api[_-]?key|(?:\w{1,20}[_-])?token|key|auth|code|state|id_token_hint)=)[^\s&"]+/gi,
      '$1[secret]',
    )
    .replaceAll(/\b(Bearer|Basic) [\w.~+/=-]+/g, '$1 [secret]')
    .replaceAll(/\bsrm_[a-z\d]{12}_[\w-]{43}/g, '[secret]')
    .replaceAll(/(?<![\w-])eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '[secret]')

const lineAtMost = 16_384
const textAtMost = 1_000

/** A line of JSON in which texts end early where it would be long; still JSON, with level and time. */
export function shorten(line: string): string {
  if (line.length <= lineAtMost) return line
  const cut = (value: unknown): unknown =>
    typeof value === 'string' && value.length > textAtMost ? `${value.slice(0, textAtMost)}…` : value
  const entry = JSON.parse(line, (_name, value) => cut(value)) as Record<string, unknown>
  const shorter = `${JSON.stringify(entry)}\n`
  if (shorter.length <= lineAtMost) return shorter
  const { level, time, traceId, correlationId, msg } = entry
  return `${JSON.stringify({ level, time, traceId, correlationId, msg, shortened: true })}\n`
}
