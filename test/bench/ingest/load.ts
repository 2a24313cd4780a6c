import { Agent, request } from 'node:http'
import { type Shape, timesOf, valuesOf } from './batches.ts'

export interface IngestJob extends Shape {
  readonly url: string
  readonly keys: readonly string[]
  /** Instant of point 0 and number of the first point to send of each series. */
  readonly from: number
  readonly first: number
  readonly pointsPerKey: number
  readonly connections: number
  /** What every request says of its sender [nothing]. */
  readonly sender?: Readonly<Record<string, string>>
}

export interface IngestAnswer {
  readonly stored: number
  readonly anomalies: number
  readonly seconds: number
}

const query = `mutation ($series: [SeriesPointsInput!]!) {
  ingestPoints(input: { series: $series }) {
    ... on IngestPointsPayload { stored series { duplicates rejections { index } anomalies { at score } fault { code } } }
    ... on Fault { code message }
  }
}`

interface Reply {
  readonly data: {
    readonly ingestPoints: {
      readonly stored?: number
      readonly series?: readonly { anomalies: readonly unknown[] }[]
    }
  }
}

/** Everything is written out before the clock starts: what is measured is the server. */
function bodiesOf(job: IngestJob): Buffer[] {
  const bodies: Buffer[] = []
  for (let first = job.first; first < job.first + job.pointsPerKey; first += job.pointsPerSeries) {
    for (let s = 0; s < job.keys.length; s += job.seriesPerBatch) {
      const series = job.keys.slice(s, s + job.seriesPerBatch).map((key, i) => ({
        key,
        times: timesOf(job.from, first, job.pointsPerSeries),
        values: [valuesOf(s + i, first, job.pointsPerSeries)],
      }))
      bodies.push(Buffer.from(JSON.stringify({ query, variables: { series } })))
    }
  }
  return bodies
}

function post({ url, sender }: IngestJob, agent: Agent, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const json = 'application/json'
    const headers = { 'content-type': json, accept: json, 'content-length': body.length, ...sender }
    const sent = request(url, { method: 'POST', agent, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

process.once('message', async (job: IngestJob) => {
  const bodies = bodiesOf(job)
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
  let next = 0
  let stored = 0
  let anomalies = 0
  const start = performance.now()
  const send = async () => {
    while (next < bodies.length) {
      const { data } = await post(job, agent, bodies[next++]!)
      const { ingestPoints } = data
      if (ingestPoints.stored === undefined) throw new Error(JSON.stringify(ingestPoints))
      stored += ingestPoints.stored
      for (const one of ingestPoints.series!) anomalies += one.anomalies.length
    }
  }
  await Promise.all(Array.from({ length: job.connections }, send))
  const answer: IngestAnswer = { stored, anomalies, seconds: (performance.now() - start) / 1_000 }
  process.send!(answer, () => process.exit(0))
})
