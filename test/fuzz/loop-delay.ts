import { isMainThread } from 'node:worker_threads'

// Loaded before the server, in its process: whoever started it asks how long its event loop stood still.
if (isMainThread && process.send !== undefined) {
  const between = 5
  const worked = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1_000
  }
  let last = worked()
  let longest = 0
  // Counted in time that the loop's own thread worked, so that it is the same however busy the machine is.
  const look = () => {
    const now = worked()
    longest = Math.max(longest, now - last)
    last = now
  }
  setInterval(look, between).unref()
  process.on('message', question => {
    if (question !== 'loop delay') return
    look()
    process.send!({ loopDelay: longest })
    longest = 0
  })
  // Asking does not keep a server alive.
  process.channel?.unref()
}
