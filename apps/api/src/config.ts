import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { type HubSettings, hubSettings } from '@seriema/ml/runtime/hub/settings'
import { oidcMistakes } from './config/oidc.ts'
import { arranged, listed, loopback, type Setting, type Values } from './config/setting.ts'
import { settings } from './config/settings.ts'

/** Whether nobody beyond this machine can reach the server. */
export const listensOnLoopback = ({ host }: { readonly host: string }): boolean => loopback.test(host)

/** By what browsers and programs reach the server itself. */
export const schemeOf = ({ tls }: Pick<Config, 'tls'>): 'http' | 'https' =>
  tls.certificate === null ? 'http' : 'https'

/** Where people find the dashboard, without a slash at its end. */
export const publicAddress = ({ publicUrl, webPort }: Pick<Config, 'publicUrl' | 'webPort'>): string =>
  (publicUrl ?? `http://localhost:${webPort}`).replace(/\/+$/, '')

export type Environment = Readonly<Record<string, string | undefined>>

/** Every setting, checked once. */
export interface Config extends Omit<Values<typeof settings>, 'huggingFace'> {
  readonly hub: HubSettings
}

export type Limits = Config['limits']

const known = listed(settings)
export const settingNames: readonly string[] = known.map(({ name }) => name)

/** Begin like ours and are read elsewhere: by tests that look for reference data, and by commands that call the API. */
const readElsewhere = new Set(['SERIEMA_SHARED', 'SERIEMA_API_KEY'])

/** The environment, over what the `.env` file in `folder` says where there is one. */
export function readEnvironment(folder: string, environment: Environment = process.env): Environment {
  let text: string
  try {
    text = readFileSync(resolve(folder, '.env'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment
    throw new Fault('INVALID_CONFIGURATION', `${resolve(folder, '.env')} cannot be read: ${(error as Error).message}`)
  }
  return { ...parseEnv(text), ...environment }
}

/**
 * An empty value counts as not set, and so does what only a model of the hub needs where none is named. Throws one Fault
 * INVALID_CONFIGURATION that names every mistake, without secrets.
 */
export function parseConfig(env: Environment): Config {
  const asked = ([name, value]: [string, unknown]) => value && (env.SERIEMA_TTM_MODEL || !name.startsWith('HF_'))
  const given: Environment = Object.fromEntries(Object.entries(env).filter(asked))
  const values = new Map<string, unknown>()
  const mistakes: string[] = []
  for (const setting of known) {
    const parsed = setting.type.safeParse(given[setting.name])
    if (parsed.success) values.set(setting.name, parsed.data)
    else mistakes.push(mistake(setting, given[setting.name]!, parsed.error.issues[0]!.message))
  }
  if (given.SERIEMA_TTM_DIR !== undefined && given.SERIEMA_TTM_MODEL !== undefined)
    mistakes.push('SERIEMA_TTM_DIR and SERIEMA_TTM_MODEL are both set; allowed is one of them')
  if ((given.SERIEMA_TLS_CERT === undefined) !== (given.SERIEMA_TLS_KEY === undefined))
    mistakes.push('SERIEMA_TLS_CERT and SERIEMA_TLS_KEY go together; one of them is missing')
  const host = values.get('SERIEMA_HOST') as string | undefined
  if (values.get('SERIEMA_ACCESS') === 'auto' && host !== undefined && !listensOnLoopback({ host }))
    mistakes.push(
      `SERIEMA_HOST is ${host}, which others can reach: set SERIEMA_ACCESS=on, and callers say who they are, or SERIEMA_ACCESS=off if everybody may do everything`,
    )
  mistakes.push(...oidcMistakes(given))
  for (const name of Object.keys(given))
    if (name.startsWith('SERIEMA_') && !settingNames.includes(name) && !readElsewhere.has(name))
      mistakes.push(unknown(name))
  if (mistakes.length > 0) {
    const count = mistakes.length === 1 ? 'One setting is' : `${mistakes.length} settings are`
    const lines = mistakes.map(line => `  ${line}`).join('\n')
    throw new Fault('INVALID_CONFIGURATION', `${count} wrong, in the environment or in .env:\n${lines}`, { mistakes })
  }
  const { huggingFace, ...config } = arranged(settings, values)
  return { ...config, hub: hubSettings({ XDG_CACHE_HOME: env.XDG_CACHE_HOME, ...huggingFace }) }
}

function mistake({ name, secret }: Setting<unknown>, value: string, allowed: string): string {
  const shown = secret ? 'a value not shown here' : `'${value.slice(0, 60)}'`
  return `${name} is ${shown}; allowed is ${allowed}`
}

function unknown(name: string): string {
  const letters = (text: string) => text.replaceAll('_', '')
  const near = settingNames.find(
    known => letters(known) === letters(name) || known.startsWith(name) || name.startsWith(known),
  )
  return `${name} is not a setting${near === undefined ? '; docs/operating.md lists them' : `; did you mean ${near}?`}`
}
