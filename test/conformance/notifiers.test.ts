import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Message, Notifier } from '@seriema/api/notifiers/contract'
import { createDoor } from '@seriema/api/notifiers/door'
import { failureOf } from '@seriema/api/notifiers/failure'
import { type NotifierKind, notifiers } from '@seriema/api/notifiers/registry'
import type { Failure } from '@seriema/domain/delivery'
import type { Notice } from '@seriema/domain/notice'
import { defineReceiver } from '@seriema/domain/receiver'
import type { Settings } from '@seriema/domain/setting'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hasOpenssl, makeCertificate } from '../certificate.ts'
import { temporaryFolder } from '../folder.ts'
import { hasAlertmanager, type Posted, startAlertmanager, startMailSink, startWebSink } from '../receivers.ts'

const now = Date.UTC(2026, 5, 1, 12)
const mark = '0b5b7a1e-6f0c-4a53-9a52-3f6a5d1c2b3e'
const notice: Notice = {
  kind: 'fired',
  alertId: 12,
  rule: 'Pressure <too> high & rising',
  severity: 'critical',
  title: 'pump_7 is above 8 bar <!channel>\r\nBcc: everybody@example.org',
  text: 'Pressure was 8.4 bar for 5 min; the limit is 8 bar.',
  series: ['pump_7'],
  seriesCount: 1,
  since: now - 300_000,
  at: now,
  path: '/alerts/12',
}
const messageOf = (changes: Partial<Notice> = {}): Message => ({
  mark,
  notice: { ...notice, ...changes },
  url: 'https://seriema.example.org/alerts/12',
  now,
})
const door = createDoor({ allowed: ['127.0.0.0/8'] })

/** A server that a member speaks to, and what it can be made to do. */
interface Peer {
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, unknown>>
  readonly port: number
  /** How many messages it has taken, and what names them. */
  readonly marks: () => readonly string[]
  breakDown(how: 'fails' | 'refuses' | 'busy'): void
}

const web =
  (given: (url: string) => Pick<Peer, 'settings' | 'secrets'>, markOf: (body: string, header?: string) => string) =>
  async (): Promise<Peer> => {
    const sink = await startWebSink()
    onTestFinished(() => sink.close())
    return {
      ...given(sink.url),
      port: sink.port,
      marks: () => sink.posted.map(({ body, headers }) => markOf(body, headers['idempotency-key'] as string)),
      breakDown: how =>
        sink.answer(response => {
          const status = { fails: 503, refuses: 404, busy: 429 }[how]
          response.writeHead(status, how === 'busy' ? { 'retry-after': '7' } : {}).end('sorry')
        }),
    }
  }

const secret = 'what-nobody-may-ever-read'
const peers: Readonly<Record<NotifierKind, () => Promise<Peer>>> = {
  webhook: web(
    url => ({ settings: { url }, secrets: { signingSecret: secret } }),
    (_, header) => header!,
  ),
  slack: web(
    url => ({ settings: {}, secrets: { webhookUrl: `${url}/${secret}` } }),
    (_, header) => header!,
  ),
  alertmanager: web(
    url => ({ settings: { url }, secrets: { authorization: `Bearer ${secret}` } }),
    body => (JSON.parse(body)[0].labels.seriema_alert === '12' ? mark : ''),
  ),
  async email() {
    const sink = await startMailSink()
    onTestFinished(() => sink.close())
    return {
      settings: {
        host: '127.0.0.1',
        port: sink.port,
        security: 'none',
        from: 'seriema@example.org',
        to: 'a@example.org, b@example.org',
      },
      secrets: {},
      port: sink.port,
      marks: () => sink.mails.map(({ raw }) => /^Message-ID: <(.+)@example\.org>$/m.exec(raw)![1]!),
      breakDown: how => sink.refuse({ fails: 451, refuses: 554, busy: 421 }[how]),
    }
  },
}

const settingsFor = (notifier: Notifier, { settings, secrets }: Pick<Peer, 'settings' | 'secrets'>): Settings => {
  const defined = defineReceiver(notifier, { name: 'somebody', settings, secrets })
  return { ...defined.settings, ...defined.secrets }
}

const sendBy = (
  notifier: Notifier,
  settings: Settings,
  { message = messageOf(), patience = 5_000, through = door } = {},
): Promise<Failure | null> => notifier.send(message, settings, through, AbortSignal.timeout(patience)).catch(failureOf)

describe.each(notifiers.map(one => [one.kind, one] as const))('%s', (kind, notifier: Notifier) => {
  test('takes every kind of notice, and names it by its mark, however often it is sent', async () => {
    const peer = await peers[kind]()
    const settings = settingsFor(notifier, peer)
    for (const noticeKind of ['fired', 'fired', 'escalated', 'resolved'] as const)
      expect(await sendBy(notifier, settings, { message: messageOf({ kind: noticeKind }) })).toBeNull()
    expect(peer.marks()).toEqual([mark, mark, mark, mark])
    expect(await sendBy(notifier, settings, { message: messageOf({ kind: 'test', alertId: null }) })).toBeNull()
  })

  test('tells what may be over the next time from what is not, and never repeats a secret', async () => {
    const peer = await peers[kind]()
    const settings = settingsFor(notifier, peer)
    const failures: Failure[] = []
    for (const how of ['fails', 'refuses', 'busy'] as const) {
      peer.breakDown(how)
      failures.push((await sendBy(notifier, settings))!)
    }
    expect(failures.map(({ lasting }) => lasting)).toEqual([false, true, false])
    if (kind !== 'email') expect(failures[2]!.retryAfter).toBe(7_000)
    for (const { reason } of failures) {
      expect(reason.length).toBeGreaterThan(10)
      expect(reason).not.toContain(secret)
    }
  })

  test('gives up in time on who does not answer, and tries again later on who is not there', async () => {
    const silent = createServer(() => {})
    await new Promise<void>(ready => silent.listen(0, '127.0.0.1', ready))
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as { port: number }
    const peer = await peers[kind]()
    const at = (other: number) =>
      settingsFor(notifier, JSON.parse(JSON.stringify(peer).replaceAll(String(peer.port), String(other))))
    const began = performance.now()
    expect(await sendBy(notifier, at(port), { patience: 200 })).toMatchObject({ lasting: false })
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(await sendBy(notifier, at(1))).toEqual({ reason: 'nothing listens there', lasting: false, retryAfter: null })
  })

  test('speaks to no address of this machine unless it may', async () => {
    const peer = await peers[kind]()
    const failure = await sendBy(notifier, settingsFor(notifier, peer), { through: createDoor({ allowed: [] }) })
    expect(failure).toMatchObject({ lasting: true, reason: expect.stringContaining('SERIEMA_RECEIVER_NETWORKS') })
    expect(peer.marks()).toEqual([])
  })

  test('describes each setting, and refuses texts that would end a line', () => {
    expect(new Set(notifier.settings.map(({ name }) => name)).size).toBe(notifier.settings.length)
    for (const setting of notifier.settings) {
      expect(setting.description).toMatch(/\.$/)
      if (setting.type === 'text') expect(setting.example).not.toBe('')
    }
    const texts = notifier.settings.filter(({ type }) => type === 'text')
    for (const { name } of texts)
      expect(() => settingsFor(notifier, { settings: { [name]: 'x@y\r\nBcc: z@y' }, secrets: {} })).toThrow(name)
  })
})

test('the check that docs/alerts.md shows takes what is ours and fresh, and nothing else', async () => {
  const manual = readFileSync(new URL('../../docs/alerts.md', import.meta.url), 'utf8')
  const [, shown] = /```js\n(.+?)```/s.exec(manual)!
  const { isFromSeriema } = await import(`data:text/javascript,${encodeURIComponent(shown!)}`)
  const sink = await startWebSink()
  onTestFinished(() => sink.close())
  const [webhook] = notifiers.filter(({ kind }) => kind === 'webhook') as [Notifier]
  const settings = settingsFor(webhook, { settings: { url: sink.url }, secrets: { signingSecret: secret } })
  await sendBy(webhook, settings, { message: { ...messageOf(), now: Date.now() } })
  await sendBy(webhook, settings, { message: { ...messageOf(), now: Date.now() - 310_000 } })
  const [fresh, old] = sink.posted as [Posted, Posted]
  expect(isFromSeriema(secret, fresh.headers, fresh.body)).toBe(true)
  expect(isFromSeriema(secret, fresh.headers, `${fresh.body} `)).toBe(false)
  expect(isFromSeriema('another secret', fresh.headers, fresh.body)).toBe(false)
  expect(isFromSeriema(secret, old.headers, old.body)).toBe(false)
  expect(isFromSeriema(secret, {}, fresh.body)).toBe(false)
  expect(JSON.parse(fresh.body)).toMatchObject({ id: mark, kind: 'fired', alert: '12', severity: 'critical' })
})

test('a redirect is not followed', async () => {
  const [sink, inner] = [await startWebSink(), await startWebSink()]
  onTestFinished(() => Promise.all([sink.close(), inner.close()]).then(() => {}))
  sink.answer(response => response.writeHead(307, { location: inner.url }).end())
  const [webhook] = notifiers.filter(({ kind }) => kind === 'webhook') as [Notifier]
  const settings = settingsFor(webhook, { settings: { url: sink.url }, secrets: { signingSecret: secret } })
  expect(await sendBy(webhook, settings)).toMatchObject({ lasting: true, reason: expect.stringContaining('redirect') })
  expect(inner.posted).toEqual([])
})

test('nothing in a notice becomes a header of an e-mail, or markup of Slack', async () => {
  const [mail, sink] = [await startMailSink(), await startWebSink()]
  onTestFinished(() => Promise.all([mail.close(), sink.close()]).then(() => {}))
  const [email, slack] = ['email', 'slack'].map(kind => notifiers.find(one => one.kind === kind)!) as [
    Notifier,
    Notifier,
  ]
  const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 's@example.org', to: 'a@example.org' }
  await sendBy(email, settingsFor(email, { settings, secrets: {} }))
  const head = mail.mails[0]!.raw.split('\n\n')[0]!
  expect(head).not.toMatch(/^Bcc/im)
  expect(head).toMatch(/^Auto-Submitted: auto-generated$/m)
  expect(mail.mails[0]!.to).toEqual(['a@example.org'])
  await sendBy(slack, settingsFor(slack, { settings: {}, secrets: { webhookUrl: sink.url } }))
  const { text, blocks } = JSON.parse(sink.posted[0]!.body)
  expect(text).toContain('&lt;!channel&gt;')
  expect(text).not.toContain('<')
  expect(blocks[0].text).toMatchObject({ type: 'plain_text' })
  expect(blocks[0].text.text.length).toBeLessThanOrEqual(150)
})

test.skipIf(!hasOpenssl)(
  'a mail server must prove who it is, offer STARTTLS where it is asked for, and know the password',
  async () => {
    const { cert, key } = makeCertificate(await temporaryFolder())
    const [sealed, open] = [
      await startMailSink({ cert: readFileSync(cert), key: readFileSync(key) }),
      await startMailSink(),
    ]
    onTestFinished(() => Promise.all([sealed.close(), open.close()]).then(() => {}))
    const email = notifiers.find(({ kind }) => kind === 'email')!
    const at = (port: number, password = 'wordpass') =>
      settingsFor(email, {
        settings: { host: 'localhost', port, from: 's@example.org', to: 'a@example.org', user: 'seriema' },
        secrets: { password },
      })
    const through = createDoor({ allowed: ['127.0.0.0/8', '::1'] })
    expect(await sendBy(email, at(open.port), { through })).toMatchObject({ lasting: false })
    expect(await sendBy(email, at(sealed.port), { through })).toMatchObject({ lasting: false })
    expect([...open.mails, ...sealed.mails]).toEqual([])
    const known = getCACertificates('default')
    setDefaultCACertificates([...known, readFileSync(cert, 'utf8')])
    onTestFinished(() => setDefaultCACertificates(known))
    expect(await sendBy(email, at(sealed.port), { through })).toBeNull()
    expect(sealed.mails).toMatchObject([{ secure: true, user: 'seriema' }])
    expect(await sendBy(email, at(sealed.port, 'wrong'), { through })).toMatchObject({ lasting: true })
  },
)

test.skipIf(!hasAlertmanager)(
  'an Alertmanager holds one alert while it fires, and none once it is resolved',
  async () => {
    const server = await startAlertmanager()
    onTestFinished(() => server.close())
    const alertmanager = notifiers.find(({ kind }) => kind === 'alertmanager')!
    const settings = settingsFor(alertmanager, { settings: { url: server.url }, secrets: {} })
    const [since, at] = [Date.now() - 60_000, Date.now()]
    const say = (kind: Notice['kind']) =>
      sendBy(alertmanager, settings, { message: { ...messageOf({ kind, since, at }), now: Date.now() } })
    const held = async () => (await (await fetch(`${server.url}/api/v2/alerts`)).json()) as Record<string, object>[]
    expect([await say('fired'), await say('escalated'), await say('fired')]).toEqual([null, null, null])
    await expect.poll(held, { timeout: 30_000 }).toMatchObject([
      {
        labels: { alertname: notice.rule, severity: 'critical', seriema_alert: '12', series: 'pump_7' },
        generatorURL: 'https://seriema.example.org/alerts/12',
        startsAt: new Date(since).toISOString(),
      },
    ])
    expect(await say('resolved')).toBeNull()
    await expect.poll(held, { timeout: 30_000 }).toEqual([])
  },
)
