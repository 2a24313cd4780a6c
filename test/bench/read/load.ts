import autocannon from 'autocannon'

/** One operation asked for over and over by so many connections. */
export interface LoadJob {
  readonly url: string
  readonly body: string
  readonly connections: number
  readonly seconds: number
  /** What every request says of its sender [nothing]. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface LoadAnswer {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

process.once('message', async ({ url, body, connections, seconds, headers }: LoadJob) => {
  const { requests, latency, non2xx, errors } = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body,
    connections,
    duration: seconds,
  })
  const answer: LoadAnswer = {
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    failed: non2xx + errors,
  }
  process.send!(answer, () => process.exit(0))
})
