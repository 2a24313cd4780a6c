import { WebSocket } from 'ws'

/** One measurement: so many subscribers to `keys` in turn, while points are sent at a rate for a while. */
export interface LiveJob {
  readonly url: string
  readonly query: string
  readonly keys: readonly string[]
  readonly subscribers: number
  /** Times a second something new is sent. */
  readonly rate: number
  /** Points of each series sent at a time. */
  readonly points: number
  readonly seconds: number
  /** Whether this process ingests; otherwise the server publishes by itself once told to by `POST /start`. */
  readonly ingests: boolean
}

export interface LiveAnswer {
  /** Milliseconds from before a point was sent to its arrival in a message. */
  readonly latencies: readonly number[]
  /** The same from when the answer came that it is stored; negative where the message was quicker than the answer. */
  readonly afterAnswer: readonly number[]
  readonly messages: number
  readonly seconds: number
}

/** Wall clock in milliseconds, finer than Date.now and the same in every process of a machine. */
const now = () => performance.timeOrigin + performance.now()

const ingest = `mutation ($series: [SeriesPointsInput!]!) {
  ingestPoints(input: { series: $series }) { ... on IngestPointsPayload { stored } ... on Fault { code message } }
}`

const marker = '"values":[['

process.once('message', async (job: LiveJob) => {
  const sentAt: number[] = []
  const arrivedAt: number[] = []
  const answeredAt = new Map<number, number>()
  let messages = 0
  let counting = false
  // The first value of each column is when it was sent: found without parsing the rest, since all this has to do is count.
  const arrived = (text: string) => {
    if (!counting) return
    messages++
    const at = now()
    for (let i = text.indexOf(marker); i >= 0; i = text.indexOf(marker, i + 1)) {
      sentAt.push(Number.parseFloat(text.slice(i + marker.length, i + marker.length + 24)))
      arrivedAt.push(at)
    }
  }
  const sockets: WebSocket[] = []
  for (let opened = 0; opened < job.subscribers; opened += 50) {
    const some = Array.from({ length: Math.min(50, job.subscribers - opened) }, (_, i) => opened + i)
    sockets.push(...(await Promise.all(some.map(i => subscribe(job, job.keys[i % job.keys.length]!, arrived)))))
  }
  const start = now()
  let at = Date.now()
  const tick = async () => {
    if (!job.ingests) return
    at = Math.max(at, Date.now())
    const times = Array.from({ length: job.points }, (_, i) => at + i)
    at += job.points
    const sent = now()
    const series = job.keys.map(key => ({ key, times, values: [times.map(() => sent)] }))
    await post(`${job.url}/graphql`, { query: ingest, variables: { series } })
    answeredAt.set(sent, now())
  }
  if (!job.ingests) await post(`${job.url}/start`, {})
  const pending = new Set<Promise<void>>()
  const warm = 1
  for (let i = 0; i < job.rate * (job.seconds + warm); i++) {
    const due = start + (i * 1_000) / job.rate
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - now())))
    if (!counting && now() - start >= warm * 1_000) {
      counting = true
      process.send!('counting')
    }
    const sent = tick().finally(() => pending.delete(sent))
    pending.add(sent)
  }
  const seconds = (now() - start) / 1_000 - warm
  counting = false
  process.send!('counted')
  await Promise.all(pending)
  for (const socket of sockets) socket.terminate()
  const since = (from: (sent: number) => number | undefined) =>
    arrivedAt.map((at, i) => at - (from(sentAt[i]!) ?? Number.NaN)).filter(latency => !Number.isNaN(latency))
  const answer: LiveAnswer = {
    latencies: since(sent => sent),
    afterAnswer: since(sent => answeredAt.get(sent)),
    messages,
    seconds,
  }
  process.send!(answer, () => process.exit(0))
})

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok || text.includes('"errors"') || text.includes('"code"')) throw new Error(text)
}

/** Speaks graphql-transport-ws; resolves when the first message has come. */
function subscribe(job: LiveJob, key: string, arrived: (text: string) => void): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${job.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    socket.on('error', reject)
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1')
      if (text.includes('"type":"next"')) {
        if (text.includes('"errors"')) return reject(new Error(text))
        resolve(socket)
        return arrived(text)
      }
      if (text.includes('"type":"connection_ack"'))
        socket.send(
          JSON.stringify({ id: '1', type: 'subscribe', payload: { query: job.query, variables: { series: [key] } } }),
        )
      else if (text.includes('"type":"error"')) reject(new Error(text))
    })
  })
}
