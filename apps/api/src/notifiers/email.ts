import type { Failure } from '@seriema/domain/delivery'
import type { Settings } from '@seriema/domain/setting'
import { choice, number, numberOf } from '@seriema/ml/contract/setting'
import { createTransport } from 'nodemailer'
import { type Message, type Notifier, text, textOf } from './contract.ts'
import { headline, letter } from './words.ts'

const addresses = (settings: Settings, name: 'from' | 'to'): string[] =>
  textOf(settings, name)!
    .split(',')
    .map(one => one.trim())

/** What is sent; nodemailer encodes every header, so nothing in a notice begins another. */
function letterOf({ mark, notice, url }: Message, settings: Settings) {
  const [from] = addresses(settings, 'from') as [string]
  const domain = from.slice(from.lastIndexOf('@') + 1)
  // Mail programs show what is said of one alert together.
  const thread = notice.alertId === null ? null : `<alert-${notice.alertId}@${domain}>`
  return {
    from: { name: 'Seriema', address: from },
    to: addresses(settings, 'to'),
    subject: headline(notice)
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .slice(0, 250),
    text: letter(notice, url),
    messageId: `<${mark}@${domain}>`,
    ...(thread !== null && { inReplyTo: thread, references: thread }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Seriema-Delivery': mark },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** What a mail server answered; null where it did not: then the network is to blame. */
function refusal(error: unknown): Failure | null {
  const {
    responseCode: code,
    response,
    code: name,
  } = error as { responseCode?: number; response?: string; code?: string }
  if (name === 'ETLS')
    return {
      reason: 'it does not offer STARTTLS, or its certificate is not as it should be',
      lasting: false,
      retryAfter: null,
    }
  if (code === undefined) return null
  const said = String(response ?? '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, 160)
  return { reason: `it answered ${said === '' ? code : said}`, lasting: code >= 500, retryAfter: null }
}

/** A mail server, by SMTP. */
export const email: Notifier & { readonly kind: 'email' } = {
  kind: 'email',
  title: 'E-mail',
  description: 'Sends an e-mail by a mail server of yours (SMTP).',
  settings: [
    text('to', ['To', 'Who gets it, up to 50 addresses.'], 'on-call@example.org', {
      format: 'emails',
      longest: 4_000,
      needed: true,
    }),
    text('from', ['From', 'Whose e-mail it is.'], 'seriema@example.org', { format: 'emails', needed: true }),
    text('host', ['Mail server', 'Its name.'], 'smtp.example.org', { needed: true, longest: 253 }),
    number('port', ['Port', 'Usual are 587 with STARTTLS, 465 with TLS, 25 without.'], [1, 65_535], 587),
    choice(
      'security',
      ['Security', 'How the connection is protected. Certificates are always checked.'],
      {
        starttls: ['STARTTLS', 'Begins open and goes on encrypted, or not at all.'],
        tls: ['TLS', 'Encrypted from the first byte.'],
        none: ['None', 'Everybody on the way can read and change it.'],
      },
      'starttls',
    ),
    text('user', ['User', 'As whom to sign in; left out, nobody does.'], 'seriema@example.org'),
    text('password', ['Password', 'Of the user.'], 'what the mail server gave', { secret: true }),
  ],
  repeatEvery: null,
  problems(settings) {
    const [to, from] = [addresses(settings, 'to'), addresses(settings, 'from')]
    return [
      ...(to.length > 50
        ? [{ path: 'to', problem: 'is up to 50 addresses: make a list of them at your mail server' }]
        : []),
      ...(from.length > 1 ? [{ path: 'from', problem: 'is one address' }] : []),
      ...(/^[\w.:-]+$/.test(textOf(settings, 'host')!) ? [] : [{ path: 'host', problem: 'is a name or an address' }]),
      ...((textOf(settings, 'user') === null) === (textOf(settings, 'password') === null)
        ? []
        : [{ path: 'user', problem: 'goes with `password`: give both or neither' }]),
    ]
  },
  host: settings => textOf(settings, 'host')!,
  async send(message, settings, door, signal) {
    const [host, port] = [textOf(settings, 'host')!, numberOf(settings, 'port')]
    const [user, pass] = [textOf(settings, 'user'), textOf(settings, 'password')]
    const connection = await door.connect(host, port, signal)
    const transport = createTransport({
      ...{ host, port, connection },
      secure: settings.security === 'tls',
      requireTLS: settings.security === 'starttls',
      ignoreTLS: settings.security === 'none',
      ...(user !== null && pass !== null && { auth: { user, pass } }),
    })
    try {
      await transport.sendMail(letterOf(message, settings))
      return null
    } catch (error) {
      signal.throwIfAborted()
      const failure = refusal(error)
      if (failure === null) throw error
      return failure
    } finally {
      transport.close()
      connection.destroy()
    }
  },
}
