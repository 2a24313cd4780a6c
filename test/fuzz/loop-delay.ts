import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Loaded before the server, in its process: whoever started it asks how long its event loop stood still.
if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  process.on('message', question => {
    if (question !== 'loop delay') return
    process.send!({ loopDelay: delay.max / 1e6 })
    delay.reset()
  })
  // Asking does not keep a server alive.
  process.channel?.unref()
}
