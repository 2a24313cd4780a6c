import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { parseConfig, readEnvironment, settingNames } from './config.ts'

test('nothing set gives defaults that keep to this machine', () => {
  const config = parseConfig({ PATH: '/bin', HOME: '/root' })
  expect(config).toMatchObject({ databaseUrl: null, host: '127.0.0.1', apiPort: 4000, webPort: 3000, demo: true })
  expect(config.dataFolder).toBe(join(process.cwd(), '.seriema'))
})

test('every mistake is reported at once, by name, with what is allowed', () => {
  const parse = () =>
    parseConfig({
      SERIEMA_API_PORT: 'seventy',
      SERIEMA_WEB_PORT: '70000',
      SERIEMA_LOG_LEVEL: 'loud',
      SERIEMA_DEMO: 'maybe',
      SERIEMA_WEB_ORIGINS: 'https://a.example, b.example',
      SERIEMA_DATAS: '/tmp',
    })
  expect(parse).toThrow(
    expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      details: {
        mistakes: [
          "SERIEMA_API_PORT is 'seventy'; allowed is a whole number from 0 to 65535",
          "SERIEMA_WEB_PORT is '70000'; allowed is a whole number from 1 to 65535",
          "SERIEMA_WEB_ORIGINS is 'https://a.example, b.example'; allowed is origins like https://example.org, separated by commas",
          "SERIEMA_DEMO is 'maybe'; allowed is true or false",
          "SERIEMA_LOG_LEVEL is 'loud'; allowed is one of trace, debug, info, warn, error, fatal, silent",
          'SERIEMA_DATAS is not a setting; did you mean SERIEMA_DATA?',
        ],
      },
    }),
  )
})

test('a database address that is wrong is never shown: it holds a password', () => {
  expect(() => parseConfig({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).toThrow(/DATABASE_URL is a value not shown/)
  expect(() => parseConfig({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).not.toThrow(/hunter2/)
})

test('a model of the hub is named with its revision, and comes by the settings other tools of the hub have', () => {
  const named = { SERIEMA_TTM_MODEL: 'owner/ttm@v1', HF_HOME: '/models', HF_TOKEN: 'hf_secret', HF_HUB_OFFLINE: '1' }
  expect(parseConfig(named)).toMatchObject({
    ttmModel: { name: 'owner/ttm', revision: 'v1' },
    hub: { cache: '/models/hub', endpoint: 'https://huggingface.co', token: 'hf_secret', offline: true },
  })
  const wrong = { SERIEMA_TTM_MODEL: 'a/b/c', SERIEMA_TTM_DIR: '/m', HF_TOKEN: 'hunter2', HF_ENDPOINT: 'hub' }
  expect(() => parseConfig(wrong)).toThrow(
    expect.objectContaining({
      details: {
        mistakes: [
          "SERIEMA_TTM_MODEL is 'a/b/c'; allowed is a model of the hub, like owner/name or owner/name@revision",
          "HF_ENDPOINT is 'hub'; allowed is an address like https://huggingface.co",
          'HF_TOKEN is a value not shown here; allowed is a token that begins with hf_',
          'SERIEMA_TTM_DIR and SERIEMA_TTM_MODEL are both set; allowed is one of them',
        ],
      },
    }),
  )
})

test('what other tools of the hub are set to is no mistake where no model of it is named', () => {
  expect(parseConfig({ HF_TOKEN: 'hunter2', HF_ENDPOINT: 'hub' }).ttmModel).toBeNull()
})

test('the environment wins over .env, and an empty value counts as not set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seriema-env-'))
  writeFileSync(join(folder, '.env'), '# ports\nSERIEMA_API_PORT=4100\nSERIEMA_WEB_PORT="3100"\nSERIEMA_HOST=\n')
  const config = parseConfig(readEnvironment(folder, { SERIEMA_WEB_PORT: '3200' }))
  expect(config).toMatchObject({ apiPort: 4100, webPort: 3200, host: '127.0.0.1' })
  expect(readEnvironment(join(folder, 'none'), { A: 'b' })).toEqual({ A: 'b' })
})

test('.env.example and the manual name every setting, and what the example shows is accepted', () => {
  const example = readFileSync(fileURLToPath(new URL('../../../.env.example', import.meta.url)), 'utf8')
  const manual = readFileSync(fileURLToPath(new URL('../../../docs/operating.md', import.meta.url)), 'utf8')
  const shown = parseEnv(example.replaceAll(/^# ?(?=[A-Z\d_]+=)/gm, ''))
  expect(Object.keys(shown).sort()).toEqual([...settingNames].sort())
  expect(settingNames.filter(name => !manual.includes(`\`${name}\``))).toEqual([])
  for (const other of ['SERIEMA_TTM_DIR', 'SERIEMA_TTM_MODEL']) {
    expect(() => parseConfig({ ...shown, SERIEMA_ACCESS: 'on', [other]: undefined })).not.toThrow()
  }
})

const issuer = {
  SERIEMA_ACCESS: 'on',
  SERIEMA_OIDC_ISSUER: 'https://login.example.org/realm',
  SERIEMA_OIDC_ROLES: 'a=admin',
}

test('an issuer is trusted with what tokens are for and what they grant, or not at all', () => {
  expect(
    parseConfig({ ...issuer, SERIEMA_OIDC_AUDIENCE: 'api://x, 4b1f', SERIEMA_OIDC_SCOPES: 'openid offline_access' })
      .oidc,
  ).toEqual({
    issuer: 'https://login.example.org/realm',
    audience: ['api://x', '4b1f'],
    clientId: null,
    clientSecret: null,
    rolesClaim: 'roles',
    roles: [{ value: 'a', grant: { role: 'admin', only: null } }],
    scopes: ['openid', 'offline_access'],
  })
  const wrong = {
    SERIEMA_OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0',
    SERIEMA_OIDC_CLIENT_SECRET: 'hunter2',
    SERIEMA_OIDC_SCOPES: 'profile',
  }
  expect(() => parseConfig(wrong)).toThrow(
    expect.objectContaining({
      details: {
        mistakes: [
          'SERIEMA_OIDC_ISSUER is set: set SERIEMA_ACCESS=on, and callers say who they are, or =off to ignore it',
          'SERIEMA_OIDC_ISSUER speaks for every organisation there is: name the id of your own in its place',
          'SERIEMA_OIDC_ROLES is not set, and without it nobody may do anything: map values to roles',
          'SERIEMA_OIDC_ISSUER needs SERIEMA_OIDC_CLIENT_ID for people to sign in, SERIEMA_OIDC_AUDIENCE for programs with tokens, or both',
          'SERIEMA_OIDC_CLIENT_SECRET needs SERIEMA_OIDC_CLIENT_ID: whose secret is it?',
          'SERIEMA_OIDC_SCOPES lacks openid, without which nobody says who signs in',
        ],
      },
    }),
  )
  expect(() => parseConfig({ SERIEMA_OIDC_ROLES: 'a=admin' })).toThrow(/SERIEMA_OIDC_ROLES needs SERIEMA_OIDC_ISSUER/)
})

test.each([
  [
    'SERIEMA_OIDC_ISSUER',
    'http://login.example.org',
    /is 'http:..login.example.org'; allowed is an address like https/,
  ],
  ['SERIEMA_OIDC_ISSUER', 'https://login.example.org?x=1', /allowed is an address/],
  ['SERIEMA_OIDC_ROLES', 'a=boss', /a=boss is no rule/],
  ['SERIEMA_OIDC_CLIENT_SECRET', 'schön-hunter2', /a value not shown/],
  ['SERIEMA_OIDC_AUDIENCE', ' , ', /allowed is audiences/],
  ['SERIEMA_SECRET', 'too short', /SERIEMA_SECRET is a value not shown/],
])('%s as %s is a mistake', (name, value, said) => {
  const parse = () => parseConfig({ ...issuer, SERIEMA_OIDC_CLIENT_ID: 'seriema', [name]: value })
  expect(parse).toThrow(said)
  expect(parse).not.toThrow(/hunter2|too short/)
})
