import { readdirSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { type Figure, single } from './figure.ts'

/** Milliseconds that the delays of the event loop are of at least, however often somebody asks. */
const window = 10_000

/** What the process takes: by the names that Prometheus' own clients have. */
export function createProcessFigures(elapsed: () => number): () => readonly Figure[] {
  const loopDelay = createLoopDelay(elapsed)
  const startedAt = Date.now() / 1_000 - process.uptime()
  return () => {
    const { user, system } = process.cpuUsage()
    const memory = process.memoryUsage()
    const utilization = performance.eventLoopUtilization()
    const files = openFiles()
    return [
      single(
        'counter',
        'process_cpu_seconds_total',
        'Processor time of the process and its threads.',
        (user + system) / 1e6,
      ),
      single('gauge', 'process_resident_memory_bytes', 'Memory of the process.', memory.rss),
      single('gauge', 'process_start_time_seconds', 'When the process began, in seconds of the epoch.', startedAt),
      ...(files === null ? [] : [single('gauge', 'process_open_fds', 'Open files and connections.', files)]),
      single('gauge', 'nodejs_heap_size_used_bytes', 'Heap of JavaScript in use.', memory.heapUsed),
      single(
        'gauge',
        'nodejs_heap_size_limit_bytes',
        'Heap of JavaScript at most.',
        getHeapStatistics().heap_size_limit,
      ),
      single(
        'gauge',
        'nodejs_external_memory_bytes',
        'Memory outside of the heap that belongs to its objects.',
        memory.external,
      ),
      single(
        'counter',
        'nodejs_eventloop_active_seconds_total',
        'Time in which the event loop was at work.',
        utilization.active / 1_000,
      ),
      loopDelay(),
    ]
  }
}

/** Nothing is measured before somebody asks for the first time. */
function createLoopDelay(elapsed: () => number): () => Figure {
  let histogram: ReturnType<typeof monitorEventLoopDelay> | null = null
  let since = 0
  let known: Figure['values'] = []
  return () => {
    if (histogram === null) {
      histogram = monitorEventLoopDelay({ resolution: 10 })
      histogram.enable()
      since = elapsed()
    } else if (histogram.count > 0 && (known.length === 0 || elapsed() - since >= window)) {
      const of = (quantile: string, nanoseconds: number) => ({ labels: { quantile }, value: nanoseconds / 1e9 })
      known = [of('0.5', histogram.percentile(50)), of('0.99', histogram.percentile(99)), of('1', histogram.max)]
      histogram.reset()
      since = elapsed()
    }
    return {
      name: 'nodejs_eventloop_delay_seconds',
      help: 'By how much a timer of 10 ms comes late, since ten seconds ago or the scrape before that.',
      type: 'gauge',
      values: known,
    }
  }
}

/** null where the system does not tell. */
function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}
