import { setTimeout as pause } from 'node:timers/promises'
import {
  DiagLogLevel,
  diag,
  SpanKind as Kinds,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, RandomIdGenerator, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { Fault } from '@seriema/domain/fault'
import type { Environment } from '../../config.ts'
import { version } from '../../version.ts'
import type { Log } from '../log.ts'
import type { BeginSpan, SpanKind } from '../span.ts'
import type { Trace } from '../trace.ts'
import { samplerOf } from './sampler.ts'

/** Milliseconds a process that ends waits for what is left to be sent, and between two lines about what could not be. */
const [patience, quiet] = [3_000, 60_000]

const kinds: Readonly<Record<SpanKind, Kinds>> = {
  internal: Kinds.INTERNAL,
  server: Kinds.SERVER,
  client: Kinds.CLIENT,
  producer: Kinds.PRODUCER,
  consumer: Kinds.CONSUMER,
}

/** Sends spans over OTLP. Throws INVALID_CONFIGURATION. */
export async function exportSpans(
  environment: Environment,
  service: string,
  log: Log,
): Promise<{ readonly begin: BeginSpan; close(): Promise<void> }> {
  const sampler = samplerOf(environment)
  const exporter = await openExporter(environment)
  tellOfFailures(log)
  const ids = new RandomIdGenerator()
  let wanted: string | null = null
  const number = (name: string, fallback: number) => Number(environment[name]) || fallback
  const queue = number('OTEL_BSP_MAX_QUEUE_SIZE', 2_048)
  const provider = new TracerProvider({
    sampler,
    resource: defaultResource()
      .merge(
        resourceFromAttributes({ 'service.name': service, 'service.version': version, 'process.pid': process.pid }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    // The id is that which the log has and the caller is told.
    idGenerator: {
      generateTraceId: () => wanted ?? ids.generateTraceId(),
      generateSpanId: () => ids.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: queue,
        maxExportBatchSize: Math.min(queue, number('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512)),
        scheduledDelayMillis: number('OTEL_BSP_SCHEDULE_DELAY', 5_000),
        exportTimeoutMillis: number('OTEL_BSP_EXPORT_TIMEOUT', 30_000),
      }),
    ],
  })
  const tracer = provider.getTracer('seriema', version)
  return {
    begin(name, kind, parent, given, at) {
      const { correlationId } = parent
      const attributes = correlationId === undefined ? given : { ...given, 'seriema.correlation.id': correlationId }
      wanted = parent.traceId
      const began = at === undefined ? {} : { startTime: at }
      const made = tracer.startSpan(
        name,
        { kind: kinds[kind], attributes: { ...attributes }, ...began },
        contextOf(parent),
      )
      wanted = null
      const { traceId, spanId, traceFlags } = made.spanContext()
      return {
        trace: { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
        note: attributes => void made.setAttributes({ ...attributes }),
        end(failed, at) {
          if (failed !== null) {
            made.setStatus({ code: SpanStatusCode.ERROR, message: failed })
            made.setAttribute('error.type', failed)
          }
          made.end(at)
        },
      }
    },
    async close() {
      await Promise.race([provider.shutdown().catch(() => {}), pause(patience, null, { ref: false })])
    },
  }
}

/** What is begun within this is a part of the trace; without a span of it, its first. */
function contextOf({ traceId, spanId, sampled }: Trace) {
  if (spanId === null) return ROOT_CONTEXT
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}

/** Loaded where it is asked for; where to, and with which headers, it reads from the environment itself. */
async function openExporter(environment: Environment): Promise<SpanExporter> {
  const protocol =
    environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || environment.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf'
  switch (protocol) {
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter()
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter()
    default:
      throw new Fault(
        'INVALID_CONFIGURATION',
        `OTEL_EXPORTER_OTLP_PROTOCOL is '${protocol.slice(0, 60)}'; allowed is http/protobuf or http/json`,
      )
  }
}

/** That spans could not be sent is said once a minute: a collector that is away is no reason for a log of nothing else. */
function tellOfFailures(log: Log): void {
  let last = Number.NEGATIVE_INFINITY
  const tell = (message: string) => {
    if (performance.now() - last < quiet) return
    last = performance.now()
    log.warn({ detail: message.slice(0, 500) }, 'spans could not be sent')
  }
  const ignore = () => {}
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
}
