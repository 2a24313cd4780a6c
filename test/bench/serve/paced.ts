import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/** One request after the other at a steady pace, whether or not the last was answered. */
export interface PacedJob {
  readonly url: string
  readonly bodies: readonly string[]
  readonly perSecond: number
  readonly seconds: number
  /** Every answer has to contain it. */
  readonly expects: string
}

export interface PacedAnswer {
  /** Milliseconds from when each request was due, so that one that had to wait for its turn counts in full. */
  readonly latencies: readonly number[]
  readonly failed: number
  /** Of the first that failed. */
  readonly failure: string | null
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'POST', agent, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', chunk => (text += chunk))
      response.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

process.once('message', async ({ url, bodies, perSecond, seconds, expects }: PacedJob) => {
  const agent = new Agent({ keepAlive: true })
  const latencies: number[] = []
  const under: Promise<void>[] = []
  let failed = 0
  let failure: string | null = null
  const begin = performance.now()
  const ask = async (i: number, due: number) => {
    const answer = await post(url, agent, bodies[i % bodies.length]!).catch(String)
    latencies.push(performance.now() - due)
    if (answer.includes(expects)) return
    failed++
    failure ??= answer.slice(0, 400)
  }
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = begin + (1_000 * i) / perSecond
    while (performance.now() < due) await setTimeout(Math.max(1, Math.floor(due - performance.now())))
    under.push(ask(i, due))
  }
  await Promise.all(under)
  const answer: PacedAnswer = { latencies, failed, failure }
  process.send!(answer, () => process.exit(0))
})
