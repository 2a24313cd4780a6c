import { createHmac } from 'node:crypto'
import type { Notice } from '@seriema/domain/notice'
import { type Message, type Notifier, text, textOf } from './contract.ts'
import { failureOfAnswer } from './failure.ts'

/** `sha256=` and the HMAC-SHA-256 of `timestamp.body` in hexadecimal; `timestamp` in whole seconds since 1970. */
const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

const iso = (at: number): string => new Date(at).toISOString()

const bodyOf = ({ mark, notice, url }: Message): string => {
  const { kind, alertId, rule, severity, title, text, series, seriesCount, since, at }: Notice = notice
  const alert = alertId === null ? null : String(alertId)
  return JSON.stringify({
    ...{ id: mark, kind, alert, rule, severity, title, text, series, seriesCount },
    ...{ since: iso(since), at: iso(at), url },
  })
}

/** JSON to an address of the web, signed so that the receiver knows who sent it, and when. */
export const webhook: Notifier & { readonly kind: 'webhook' } = {
  kind: 'webhook',
  title: 'Webhook',
  description: 'Sends JSON to an address of the web, signed by a secret that the receiver knows, too.',
  settings: [
    text('url', ['Address', 'Where the message is posted to.'], 'https://example.org/alerts', {
      format: 'url',
      longest: 2_000,
      needed: true,
    }),
    text('signingSecret', ['Signing secret', 'What messages are signed with (HMAC-SHA-256).'], '32 random letters', {
      secret: true,
      needed: true,
    }),
    text('authorization', ['Authorization', 'What to send as the header of this name.'], 'Bearer 0123', {
      secret: true,
      longest: 4_000,
    }),
  ],
  repeatEvery: null,
  problems: settings =>
    textOf(settings, 'signingSecret')!.length < 16
      ? [{ path: 'signingSecret', problem: 'is a text of 16 characters at least, so that nobody guesses it' }]
      : [],
  host: settings => new URL(textOf(settings, 'url')!).hostname.replace(/^\[(.*)\]$/, '$1'),
  async send(message, settings, door, signal) {
    const { mark, notice, now } = message
    const body = bodyOf(message)
    const timestamp = Math.floor(now / 1_000)
    const authorization = textOf(settings, 'authorization')
    const answer = await door.post(new URL(textOf(settings, 'url')!), {
      headers: {
        'content-type': 'application/json',
        'idempotency-key': mark,
        'x-seriema-delivery': mark,
        'x-seriema-event': notice.kind,
        'x-seriema-timestamp': String(timestamp),
        'x-seriema-signature': signatureOf(textOf(settings, 'signingSecret')!, timestamp, body),
        ...(authorization !== null && { authorization }),
      },
      body,
      signal,
    })
    return failureOfAnswer(answer, now, false)
  },
}
