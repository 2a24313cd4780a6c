import type { Notice } from '@seriema/domain/notice'
import { type Message, type Notifier, text, textOf } from './contract.ts'
import { failureOfAnswer } from './failure.ts'
import { facts, headline } from './words.ts'

/** What Slack would read as markup, mentions and links among it, is only text. */
const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const signs = { info: '🔵', warning: '🟠', critical: '🔴' } as const
const signOf = ({ kind, severity }: Notice): string => (kind === 'resolved' ? '🟢' : signs[severity])

const cut = (words: string, most: number): string => (words.length <= most ? words : `${words.slice(0, most - 1)}…`)
/** Text that is shown as it is. */
const plain = (words: string, most: number) => ({ type: 'plain_text', text: cut(words, most), emoji: true })

/** Blocks of Slack's Block Kit, within its limits on lengths; `text` is what notifications show. */
const slackMessage = ({ notice, url }: Message) => ({
  text: escaped(cut(`${signOf(notice)} ${headline(notice)}`, 3_000)),
  unfurl_links: false,
  blocks: [
    { type: 'header', text: plain(`${signOf(notice)} ${headline(notice)}`, 150) },
    ...(notice.text === '' ? [] : [{ type: 'section', text: plain(notice.text, 3_000) }]),
    { type: 'section', fields: facts(notice).map(([name, value]) => plain(`${name}: ${value}`, 2_000)) },
    { type: 'actions', elements: [{ type: 'button', text: plain('Open in Seriema', 75), url: cut(url, 3_000) }] },
  ],
})

/** A channel of Slack, by an incoming webhook. */
export const slack: Notifier & { readonly kind: 'slack' } = {
  kind: 'slack',
  title: 'Slack',
  description: 'Writes into a channel of Slack, or of what understands the same, by an incoming webhook.',
  settings: [
    text(
      'webhookUrl',
      ['Webhook address', 'What Slack gave for the channel; whoever knows it may write there.'],
      'https://hooks.slack.com/services/T0/B0/0123',
      { format: 'url', longest: 2_000, secret: true, needed: true },
    ),
  ],
  repeatEvery: null,
  problems: () => [],
  host: settings => new URL(textOf(settings, 'webhookUrl')!).hostname.replace(/^\[(.*)\]$/, '$1'),
  async send(message, settings, door, signal) {
    const answer = await door.post(new URL(textOf(settings, 'webhookUrl')!), {
      headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': message.mark },
      body: JSON.stringify(slackMessage(message)),
      signal,
    })
    return failureOfAnswer(answer, message.now, true)
  },
}
