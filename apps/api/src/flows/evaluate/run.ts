import { rest } from '../../concurrency/retry.ts'
import type { Core } from '../../core.ts'
import { listen } from '../../events/notifications.ts'
import { claimed, openClaims } from '../../store/claims.ts'
import { eventsChannel } from '../../store/event.ts'
import { inNewTrace } from '../../telemetry/trace.ts'
import { createEvaluation } from '../evaluate.ts'

/** Milliseconds until the next look when nobody calls, and between two batches: what comes meanwhile is seen together. */
const [poll, pace] = [500, 40]
/** Milliseconds for which a claim is taken for granted. */
const trust = 1_000

export interface Alerting {
  /** Finishes the batch in hand and starts no other. */
  close(): Promise<void>
}

/**
 * Evaluates alert rules in whichever process holds the claim, as events come. Where two believe to hold it, what is stored
 * decides: only one of them puts the stand on.
 */
export function runAlerting(app: Pick<Core, 'config' | 'db' | 'clock' | 'log'>): Alerting {
  const claims = openClaims(app.config.databaseUrl)
  const closing = new AbortController()
  const evaluation = createEvaluation(app)
  let [held, heldAt] = [false, Number.NEGATIVE_INFINITY]
  let due = true
  let wake = () => {}
  const notifications = listen(
    app.config.databaseUrl,
    eventsChannel,
    () => {
      due = true
      wake()
    },
    app.log,
  )

  const ours = async (): Promise<boolean> => {
    if (held && performance.now() - heldAt < trust) return true
    const before = held
    held = false
    held = await claims.hold(claimed.alerts, 0)
    heldAt = performance.now()
    // Somebody else may have evaluated meanwhile.
    if (held && !before) evaluation.reset()
    return held
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!closing.signal.aborted) {
      due = false
      try {
        if (await ours()) due ||= await inNewTrace(evaluation.step)
        if (failures > 0) app.log.info('alert rules are evaluated again')
        failures = 0
      } catch (error) {
        if (failures++ === 0)
          app.log.warn({ err: error }, 'alert rules could not be evaluated: trying again until it works')
      }
      const early = new AbortController()
      wake = () => early.abort()
      if (failures > 0) await rest(Math.min(poll, 25 * 2 ** failures), closing.signal)
      else if (due && held) await rest(pace, closing.signal)
      else await rest(poll, AbortSignal.any([early.signal, closing.signal]))
    }
  }
  const finished = run()

  return {
    async close() {
      closing.abort()
      await finished
      await notifications.close()
      await claims.close()
    },
  }
}
