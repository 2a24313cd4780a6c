import { Fault } from '@seriema/domain/fault'
import type { Environment } from '../config.ts'
import type { Log } from './log.ts'
import { collectSpans } from './span.ts'

/**
 * Sends spans where OpenTelemetry's standard variables say, from now on; where they say nothing, nothing is loaded and
 * nothing is sent. Returns how to send what is left at the end. Throws INVALID_CONFIGURATION for what cannot be had.
 */
export async function startTracing(environment: Environment, service: string, log: Log): Promise<() => Promise<void>> {
  if (!isWanted(environment)) return async () => {}
  // OpenTelemetry reads its variables itself, and knows no `.env`.
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('OTEL_') && value) process.env[name] ??= value
  const { exportSpans } = await import('./tracing/export.ts')
  const { begin, close } = await exportSpans(environment, service, log)
  collectSpans(begin)
  return async () => {
    collectSpans(null)
    await close()
  }
}

function isWanted(environment: Environment): boolean {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false
  const exporters = environment.OTEL_TRACES_EXPORTER || null
  if (exporters !== null && exporters !== 'otlp' && exporters !== 'none')
    throw new Fault('INVALID_CONFIGURATION', `OTEL_TRACES_EXPORTER is '${exporters}'; allowed is otlp or none`)
  if (exporters !== null) return exporters === 'otlp'
  return Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
}
