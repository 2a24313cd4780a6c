import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseClaimRules } from '@seriema/domain/access/claims'
import type { Fault } from '@seriema/domain/fault'
import { parseHubModel } from '@seriema/ml/runtime/hub/model'
import { z } from 'zod'

/** One thing that can be set: its name in the environment, and what it may be; without a default it is null. */
export interface Setting<T> {
  readonly name: string
  readonly type: z.ZodType<T>
  /** Whether its value holds a secret, or may: it is never shown. */
  readonly secret: boolean
}

/** Settings by their names inside, in groups where they belong together. */
export interface SettingTree {
  readonly [name: string]: Setting<unknown> | SettingTree
}

/** What settings are once they are read. */
export type Values<T> = T extends Setting<infer V> ? V : { readonly [K in keyof T]: Values<T[K]> }

export const setting = <T>(name: string, type: z.ZodType<T>): Setting<T> => ({ name, type, secret: false })
export const secret = <T>(name: string, type: z.ZodType<T>): Setting<T> => ({ name, type, secret: true })
export const optional = <T>(type: z.ZodType<T>) => type.optional().transform((value): T | null => value ?? null)

export const isSetting = (one: Setting<unknown> | SettingTree): one is Setting<unknown> => one.type instanceof z.ZodType

/** All settings of a tree, in its order. */
export const listed = (tree: SettingTree): readonly Setting<unknown>[] =>
  Object.values(tree).flatMap(one => (isSetting(one) ? [one] : listed(one)))

/** The values of all settings by their names outside, put where the tree has them. */
export const arranged = <T extends SettingTree>(tree: T, values: ReadonlyMap<string, unknown>): Values<T> =>
  Object.fromEntries(
    Object.entries(tree).map(([name, one]) => [name, isSetting(one) ? values.get(one.name) : arranged(one, values)]),
  ) as Values<T>

export const whole = (least: number, most: number, fallback: number) => {
  const allowed = `a whole number from ${least} to ${most}`
  const digits = z.string().regex(/^\d{1,15}$/, allowed)
  return digits.transform(Number).pipe(z.number().min(least, allowed).max(most, allowed)).default(fallback)
}

export const port = (fallback: number) => whole(0, 65_535, fallback)

export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], 'true or false')
    .transform(text => text === 'true')
    .default(fallback)

export const choice = <const T extends readonly string[]>(values: T, fallback: T[number]) =>
  z.enum(values, `one of ${values.join(', ')}`).default(fallback as never)

export const folder = z.string().transform(path => resolve(path))

export const text = (pattern: RegExp, allowed: string) => z.string().regex(pattern, allowed)

export const databaseUrl = z
  .string()
  .refine(
    url => URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol),
    'an address like postgres://user:password@host:5432/name',
  )

export const webUrl = (example: string) =>
  z.string().refine(url => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), `an address like ${example}`)

/** Parted by `by`; each once. */
export const words = (allowed: string, by: ',' | ' ', fallback: string[]) =>
  z
    .string()
    .transform(list => [...new Set(list.split(by).map(part => part.trim()))].filter(part => part !== ''))
    .refine(list => list.length > 0 && list.every(part => /^[\x21-\x7e]{1,256}$/.test(part)), allowed)
    .default(fallback)

/** A name or address of this machine alone, with or without a port. */
export const loopback = /^((\w[\w-]*\.)*localhost|127(\.\d{1,3}){3}|::1|\[::1\])(:\d+)?$/i

/** Nobody between can change what an issuer says: only on this machine it may speak without TLS. */
export const issuer = z.string().refine(url => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, search, hash } = new URL(url)
  return (protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))) && search === '' && hash === ''
}, 'an address like https://login.example.org/realm')

export const claimRules = z.string().transform((rules, context) => {
  try {
    return parseClaimRules(rules)
  } catch (error) {
    context.addIssue(`rules like seriema-admins=admin; plant-sp=viewer[region=SP]: ${(error as Fault).message}`)
    return z.NEVER
  }
})

const isOrigin = (text: string) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text

export const origins = z
  .string()
  .transform(list => list.split(',').map(part => part.trim()))
  .refine(list => list.every(isOrigin), 'origins like https://example.org, separated by commas')
  .default([])

export const hostNames = z
  .string()
  .transform(list => list.split(',').map(part => part.trim().toLowerCase()))
  .refine(
    list => list.every(name => /^[\w-]+(\.[\w-]+)*$/.test(name)),
    'names like plant.example.org, separated by commas',
  )
  .default([])

/** An address, or a network as an address and how many of its bits count. */
function isNetwork(text: string): boolean {
  const [, address, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address ?? '')
  return version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128)
}

export const networks = z
  .string()
  .transform(list => list.split(',').map(part => part.trim()))
  .refine(list => list.every(isNetwork), 'addresses and networks like 10.0.0.5 or 10.0.0.0/8, separated by commas')
  .default([])

export const redisAddress = z
  .string()
  .refine(
    url => URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol),
    'an address like redis://user:password@host:6379/0',
  )

export const hubModel = z.string().transform((name, context) => {
  try {
    return parseHubModel(name)
  } catch {
    context.addIssue('a model of the hub, like owner/name or owner/name@revision')
    return z.NEVER
  }
})

const bucketAddress = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/([\w/.-]*))?$/

/** `database`, `s3://bucket/prefix`, or a folder. */
export const artifacts = z
  .string()
  .refine(
    value => !/^\w+:\/\//.test(value) || bucketAddress.test(value),
    'database, a folder, or a bucket like s3://name/prefix',
  )
  .transform(value => {
    const [, bucket, prefix = ''] = bucketAddress.exec(value) ?? []
    if (bucket !== undefined) return { kind: 'bucket', bucket, prefix: prefix.replace(/([^/])$/, '$1/') } as const
    return value === 'database' ? ({ kind: 'database' } as const) : ({ kind: 'folder', path: resolve(value) } as const)
  })
  .default({ kind: 'database' })
