import { type Message, type Notifier, text, textOf } from './contract.ts'
import { failureOfAnswer } from './failure.ts'
import { seriesInWords } from './words.ts'

/** Milliseconds after which it is told again that an alert fires, and after which it forgets one that it is not told of. */
const [repeatEvery, forgets] = [60_000, 300_000]

const iso = (at: number): string => new Date(at).toISOString()

/**
 * An alert as Alertmanager's API v2 takes it. Its labels are what it is told by: they are the same from its first notice to
 * its last, so repeats change nothing.
 */
function postableAlert({ mark, notice, url, now }: Message) {
  const { kind, alertId, rule, severity, title, text, series, seriesCount, since, at } = notice
  const over = kind === 'resolved' ? at : kind === 'test' ? at + repeatEvery : now + forgets
  return {
    labels: {
      alertname: rule,
      severity,
      seriema_alert: alertId === null ? `test-${mark}` : String(alertId),
      ...(seriesCount === 1 && { series: series[0]! }),
    },
    annotations: { summary: title, description: text, series: seriesInWords(notice) },
    startsAt: iso(since),
    endsAt: iso(Math.max(over, since)),
    generatorURL: url,
  }
}

/** An Alertmanager of Prometheus, which groups, silences and routes by its own rules. */
export const alertmanager: Notifier & { readonly kind: 'alertmanager' } = {
  kind: 'alertmanager',
  title: 'Alertmanager',
  description: 'Hands alerts to an Alertmanager of Prometheus, and tells it again each minute while they hold.',
  settings: [
    text('url', ['Address', 'Where it is, without the path of its API.'], 'https://alertmanager.example.org', {
      format: 'url',
      longest: 2_000,
      needed: true,
    }),
    text('authorization', ['Authorization', 'What to send as the header of this name.'], 'Basic dXNlcjpwYXNz', {
      secret: true,
      longest: 4_000,
    }),
  ],
  repeatEvery,
  problems: () => [],
  host: settings => new URL(textOf(settings, 'url')!).hostname.replace(/^\[(.*)\]$/, '$1'),
  async send(message, settings, door, signal) {
    const authorization = textOf(settings, 'authorization')
    const answer = await door.post(new URL(`${textOf(settings, 'url')!.replace(/\/+$/, '')}/api/v2/alerts`), {
      headers: { 'content-type': 'application/json', ...(authorization !== null && { authorization }) },
      body: JSON.stringify([postableAlert(message)]),
      signal,
    })
    return failureOfAnswer(answer, message.now, true)
  },
}
