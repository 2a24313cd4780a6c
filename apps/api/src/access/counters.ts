import { tooMany } from '@seriema/domain/fault'
import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import type { Log } from '../telemetry/log.ts'

/** Counts what is done within a time, by a key. */
export interface Counter {
  /** Counts one more. Throws TOO_MANY_REQUESTS where that is too many, with `refusal` and the seconds to wait. */
  take(key: string, refusal: string): Promise<void>
  /** Takes one back that came to nothing; where none is counted (any more), nothing happens. */
  giveBack(key: string): Promise<void>
  /** Throws as `take` does where none is left, and counts nothing. */
  require(key: string, refusal: string): Promise<void>
}

export interface Counters {
  /** `most`: how often within so many seconds, from the first; 0: no limit. */
  open(name: string, limit: { readonly most: number; readonly seconds: number }): Counter
  close(): Promise<void>
}

/** Milliseconds Redis may take over one count. */
const patience = 500

/**
 * Counts in this process, or in Redis for all processes that share it. While Redis does not answer each process counts by
 * itself: limits get wider, never in the way.
 */
export async function openCounters({ redisUrl }: Pick<Config, 'redisUrl'>, log: Log): Promise<Counters> {
  const redis = redisUrl === null ? null : await connect(redisUrl, log)
  return {
    open(name, { most, seconds }) {
      if (most === 0) return unlimited
      const options = { keyPrefix: `seriema:${name}`, points: most, duration: seconds }
      const own = new RateLimiterMemory(options)
      const limiter =
        redis === null
          ? own
          : new RateLimiterRedis({ ...options, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: own })
      return {
        async take(key, refusal) {
          try {
            await limiter.consume(key)
          } catch (error) {
            throw error instanceof RateLimiterRes ? refused(refusal, error) : error
          }
        },
        async giveBack(key) {
          const counted = await limiter.get(key)
          if (counted !== null && counted.consumedPoints > 0) await limiter.reward(key)
        },
        async require(key, refusal) {
          const counted = await limiter.get(key)
          if (counted !== null && counted.consumedPoints >= most) throw refused(refusal, counted)
        },
      }
    },
    async close() {
      redis?.disconnect()
    },
  }
}

const refused = (refusal: string, { msBeforeNext }: RateLimiterRes) =>
  tooMany(refusal, Math.max(1, Math.ceil(msBeforeNext / 1_000)))

const unlimited: Counter = { async take() {}, async giveBack() {}, async require() {} }

async function connect(url: string, log: Log): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: patience,
  })
  let away = false
  redis.on('error', err => {
    if (!away) log.warn({ err }, 'Redis cannot be reached: this process counts by itself')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info('Redis is back: all processes count together')
    away = false
  })
  // It goes on trying.
  await redis.connect().catch(() => {})
  return redis
}
