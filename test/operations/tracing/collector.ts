import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A span as it was received, with the process that sent it. */
export interface Received {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly service: string
  readonly process: number
  readonly failed: boolean
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly attributes: Readonly<Record<string, string | number>>
}

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string; readonly boolValue?: boolean }
}

const read = (attributes: readonly Attribute[]): Record<string, string | number> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.boolValue)]),
  )

/** What OpenTelemetry calls a collector: takes spans over OTLP/HTTP, those in JSON apart. */
export async function startCollector() {
  const spans: Received[] = []
  const types: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const type = request.headers['content-type'] ?? ''
    types.push(`${request.method} ${request.url} ${type}`)
    if (type === 'application/json')
      for (const { resource, scopeSpans } of JSON.parse(Buffer.concat(chunks).toString()).resourceSpans) {
        const { 'service.name': service, 'process.pid': process } = read(resource.attributes)
        for (const { traceId, spanId, parentSpanId, name, attributes, status, ...times } of scopeSpans.flatMap(
          (scope: { spans: unknown[] }) => scope.spans,
        ))
          spans.push({
            traceId,
            spanId,
            parentSpanId: parentSpanId || null,
            name,
            service: String(service),
            process: Number(process),
            failed: status?.code === 2,
            from: Number(times.startTimeUnixNano) / 1e6,
            to: Number(times.endTimeUnixNano) / 1e6,
            attributes: read(attributes),
          })
      }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, requests: types }
}
