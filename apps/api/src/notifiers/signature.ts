import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds a signed message is taken for: what is older may be a replay. */
export const takenFor = 300

/** `sha256=` and the HMAC-SHA-256 of `timestamp.body` in hexadecimal; `timestamp` in whole seconds since 1970. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

/** What a receiver checks: that we sent it, as it is, and just now. `now` in seconds since 1970. */
export function isSigned(
  secret: string,
  { timestamp, signature, body }: { readonly timestamp: string; readonly signature: string; readonly body: string },
  now: number,
): boolean {
  const [wanted, given] = [Buffer.from(signatureOf(secret, Number(timestamp), body)), Buffer.from(signature)]
  return (
    Math.abs(now - Number(timestamp)) <= takenFor && wanted.length === given.length && timingSafeEqual(wanted, given)
  )
}
