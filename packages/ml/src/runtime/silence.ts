import { isMainThread } from 'node:worker_threads'

/**
 * Keeps ONNX Runtime, which from 1.30 on reports its use to its maker, from doing so. It asks the environment of the process,
 * of which a thread has only a copy: so whoever starts threads that open sessions loads this first, and a thread that was
 * started without it opens none. Processes inherit it.
 */
if (isMainThread) process.env.ORT_DISABLE_TELEMETRY = '1'
else if (process.env.ORT_DISABLE_TELEMETRY !== '1')
  throw new Error('load ml/runtime/silence before starting a thread that opens sessions')
