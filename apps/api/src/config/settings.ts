import { resolve } from 'node:path'
import { parseHubModel } from '@seriema/ml/runtime/hub/model'
import { z } from 'zod'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const whole = (least: number, most: number, fallback: number) => {
  const allowed = `a whole number from ${least} to ${most}`
  const digits = z.string().regex(/^\d{1,15}$/, allowed)
  return digits.transform(Number).pipe(z.number().min(least, allowed).max(most, allowed)).default(fallback)
}
const port = (fallback: number) => whole(0, 65_535, fallback)
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], 'true or false')
    .transform(text => text === 'true')
    .default(fallback)
const folder = z.string().transform(path => resolve(path))
const isOrigin = (text: string) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
const isWebUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
const hubModel = z.string().transform((text, context) => {
  try {
    return parseHubModel(text)
  } catch {
    context.addIssue('a model of the hub, like owner/name or owner/name@revision')
    return z.NEVER
  }
})
const isDatabaseUrl = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)

/** The settings by their names outside, in the order of the manual. */
export const settings = {
  DATABASE_URL: z.string().refine(isDatabaseUrl, 'an address like postgres://user:password@host:5432/name').optional(),
  SERIEMA_DATA: folder.default(resolve('.seriema')),
  SERIEMA_DATABASE_PORT: port(0),
  SERIEMA_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'an address or a host name to listen on')
    .default('127.0.0.1'),
  SERIEMA_API_PORT: port(4000),
  SERIEMA_WEB_PORT: whole(1, 65_535, 3000),
  SERIEMA_WEB_ORIGINS: z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .refine(origins => origins.every(isOrigin), 'origins like https://example.org, separated by commas')
    .default([]),
  SERIEMA_API_URL: z.string().refine(isWebUrl, 'an address like https://example.org/graphql').optional(),
  SERIEMA_TTM_DIR: folder.optional(),
  SERIEMA_TTM_MODEL: hubModel.optional(),
  HF_HUB_CACHE: folder.optional(),
  HF_HOME: folder.optional(),
  HF_ENDPOINT: z.string().refine(isWebUrl, 'an address like https://huggingface.co').optional(),
  HF_TOKEN: z
    .string()
    .regex(/^hf_\w+$/, 'a token that begins with hf_')
    .optional(),
  HF_HUB_OFFLINE: z.string().optional(),
  SERIEMA_DEMO: flag(true),
  SERIEMA_LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  SERIEMA_LOG_TO: z.enum(['auto', 'file', 'stderr'], 'one of auto, file, stderr').default('auto'),
  SERIEMA_SCORE_BUDGET_MS: whole(1, 60_000, 250),
  SERIEMA_SHUTDOWN_BUDGET_MS: whole(100, 600_000, 8_000),
  SERIEMA_LIMIT_BODY_BYTES: whole(1_024, 1_073_741_824, 10_485_760),
  SERIEMA_LIMIT_IMPORT_BYTES: whole(1_024, 999_999_999_999_999, 2_147_483_648),
  SERIEMA_LIMIT_DEPTH: whole(1, 100, 12),
  SERIEMA_LIMIT_ALIASES: whole(1, 1_000, 30),
  SERIEMA_LIMIT_TOKENS: whole(100, 1_000_000, 2_000),
  SERIEMA_LIMIT_COST: whole(1, 1_000_000_000, 20_000),
  SERIEMA_LIMIT_SOCKETS: whole(1, 1_000_000, 2_000),
  SERIEMA_LIMIT_SUBSCRIPTIONS: whole(1, 100_000, 100),
} satisfies Record<string, z.ZodType>
