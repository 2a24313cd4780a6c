import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { round } from '../figures.ts'

/** What keeps this process from answering: how long its loop stands still, and how much of it is collecting. */
export function watchStalls() {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  let [collected, longest] = [0, 0]
  const observer = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) {
      collected += duration
      longest = Math.max(longest, duration)
    }
  })
  observer.observe({ entryTypes: ['gc'] })
  loop.enable()
  const [begun, before] = [performance.now(), process.threadCpuUsage()]
  return () => {
    loop.disable()
    observer.disconnect()
    const { user, system } = process.threadCpuUsage(before)
    const milliseconds = performance.now() - begun
    return {
      loopP99: round(loop.percentile(99) / 1e6),
      loopMax: round(loop.max / 1e6),
      collecting: round(collected / milliseconds),
      longestCollection: round(longest),
      busy: round((user + system) / 1_000 / milliseconds),
    }
  }
}
