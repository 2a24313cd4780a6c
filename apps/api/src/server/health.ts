import type { App } from '../app.ts'

export interface HealthAnswer {
  readonly status: 200 | 503
  readonly body: Readonly<Record<string, unknown>>
}

/** What `path` answers with; null where it is none of the three. */
export async function answerHealth(app: App, path: string): Promise<HealthAnswer | null> {
  if (path === '/liveness') return { status: 200, body: { status: 'alive', uptime: app.meters.uptime() } }
  if (path === '/readiness') return readiness(app)
  if (path === '/healthcheck') return { status: 200, body: {} }
  return null
}

async function readiness(app: App): Promise<HealthAnswer> {
  return app.draining ? { status: 503, body: { status: 'draining' } } : { status: 200, body: { status: 'ready' } }
}
