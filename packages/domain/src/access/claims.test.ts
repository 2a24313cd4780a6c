import { describe, expect, test } from 'vitest'
import { grantsOf, nameOf, parseClaimRules, saysRoles } from './claims.ts'

const mapping = (claim: string, rules: string) => ({ claim, rules: parseClaimRules(rules) })
const viewer = { role: 'viewer', only: null }
const admin = { role: 'admin', only: null }

/** As Azure AD writes them, with invented ids. */
const azure = {
  v1: {
    aud: 'api://4b1f0f6e-6f0c-4f0e-9c52-2f3b0a8d7e11',
    iss: 'https://sts.windows.net/9d2b6f7a-0c5e-4c1b-8a57-61c3a0f4d210/',
    appid: '0b8f3a52-7a35-4f6a-9a3c-5d3f4f2f8a77',
    groups: ['6ad1f5a0-2a0a-4a0e-8a6b-3cbd6d0b7c11', 'f3e7c9b2-1d8a-4b57-9d54-6a8e1c2b3d44'],
    name: 'Ana Souza',
    oid: 'd1a6b0f9-2f6f-4a5c-8f57-1f6d1f1e2a33',
    roles: ['Seriema.Admin'],
    scp: 'access_as_user',
    sub: 'Yk1m0Z0lq8q7s1m3Kc0p9gY2Xw',
    unique_name: 'ana@plant.example',
    upn: 'ana@plant.example',
    ver: '1.0',
    wids: ['62e90394-69f5-4237-9190-012177145e10'],
  },
  v2: {
    aud: '4b1f0f6e-6f0c-4f0e-9c52-2f3b0a8d7e11',
    iss: 'https://login.microsoftonline.com/9d2b6f7a-0c5e-4c1b-8a57-61c3a0f4d210/v2.0',
    azp: '0b8f3a52-7a35-4f6a-9a3c-5d3f4f2f8a77',
    groups: ['6ad1f5a0-2a0a-4a0e-8a6b-3cbd6d0b7c11'],
    preferred_username: 'ana@plant.example',
    roles: ['Seriema.Viewer', 'Other.Thing'],
    sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
    ver: '2.0',
  },
  overage: {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: 'https://graph.windows.net/9d2b/users/d1a6/getMemberObjects' } },
    sub: 'Yk1m0Z0lq8q7s1m3Kc0p9gY2Xw',
  },
}

/** As Okta writes them, for a person and for a program. */
const okta = {
  person: {
    iss: 'https://plant.okta.com/oauth2/default',
    aud: 'api://default',
    cid: '0oabucvyc38HLL1ef0h7',
    uid: '00u1a2b3c4d5e6f7g8h9',
    scp: ['openid', 'profile', 'seriema.read'],
    sub: 'ana@plant.example',
    groups: ['Everyone', 'Seriema Trainers', 'Plant SP'],
  },
  program: { cid: '0oa9', scp: ['seriema.write'], sub: '0oa9' },
}

describe('what claims grant', () => {
  test.each([
    ['application roles of Azure AD v1', azure.v1, 'roles', 'Seriema.Admin=admin', [admin]],
    ['of v2', azure.v2, 'roles', 'Seriema.Admin=admin; Seriema.Viewer=viewer', [viewer]],
    ['groups of Azure AD by their ids', azure.v1, 'groups', '6ad1f5a0-2a0a-4a0e-8a6b-3cbd6d0b7c11=viewer', [viewer]],
    ['directory roles of Azure AD', azure.v1, 'wids', '62e90394-69f5-4237-9190-012177145e10=admin', [admin]],
    ['scopes of Azure AD, which are words', azure.v1, 'scp', 'access_as_user=viewer', [viewer]],
    ['scopes of Okta, which are a list', okta.program, 'scp', 'seriema.write=viewer', [viewer]],
    [
      'groups of Okta, with spaces in their names and for some series only',
      okta.person,
      'groups',
      'Seriema Trainers=trainer\nPlant SP = viewer[region=SP|plant_*]',
      [
        { role: 'trainer', only: null },
        {
          role: 'viewer',
          only: [
            { key: null, attributes: [{ name: 'region', value: 'SP' }] },
            { key: 'plant_*', attributes: [] },
          ],
        },
      ],
    ],
    ['roles of a realm of Keycloak', { realm_access: { roles: ['s'] } }, 'realm_access.roles', 's=viewer', [viewer]],
    [
      'a claim named by an address',
      { 'https://example.org/roles': ['s'] },
      'https://example.org/roles',
      's=viewer',
      [viewer],
    ],
    ['names of a directory, which hold =', { groups: ['CN=admin,OU=x'] }, 'groups', 'CN=admin,OU=x=viewer', [viewer]],
    ['one text for a list', { role: 'the admins' }, 'role', 'the admins=admin', [admin]],
  ])('%s', (_name, claims, claim, rules, granted) => {
    expect(grantsOf(claims, mapping(claim, rules))).toEqual(granted)
  })

  test.each([
    ['no such claim', {}, 'roles'],
    ['a word of a text that is none of OAuth', { role: 'not admin' }, 'role'],
    ['another case', { role: 'Admin' }, 'role'],
    ['a number, an object, null', { role: [1, {}, null] }, 'role'],
    ['what every object has', {}, 'constructor.name'],
    ['what every list has', { roles: ['admin'] }, 'roles.length'],
  ])('nothing for %s', (_name, claims, claim) => {
    expect(grantsOf(claims, mapping(claim, 'admin=admin; Object=admin; 1=admin'))).toEqual([])
  })

  test('groups that Azure AD left out are refused with a word, and roles beside them are not', () => {
    const groups = mapping('groups', 'x=viewer')
    for (const claims of [azure.overage, { hasgroups: true }, { hasgroups: 'true' }]) {
      expect(() => grantsOf(claims, groups)).toThrow(expect.objectContaining({ code: 'ACCESS_DENIED' }))
      expect(saysRoles(claims, groups)).toBe(true)
    }
    expect(grantsOf({ ...azure.overage, roles: ['x'] }, mapping('roles', 'x=viewer'))).toEqual([viewer])
    expect(saysRoles({}, groups)).toBe(false)
  })
})

test.each([
  '',
  ' ; ',
  'admins',
  'admins=',
  '=admin',
  'admins=boss',
  'a=viewer[',
  'a=viewer[]',
  'a=viewer[b,c]',
  'a=viewr[x=viewer]',
])('the mapping %j is refused', text => {
  expect(() => parseClaimRules(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
})

test('people are called by the best name a token has', () => {
  expect(nameOf(azure.v1)).toBe('Ana Souza')
  expect(nameOf(azure.v2)).toBe('ana@plant.example')
  expect(nameOf(okta.person)).toBe('ana@plant.example')
  expect(nameOf({ name: ' ', upn: 7, sub: 'x\0\ud800' })).toBe('x\ufffd')
  expect(nameOf({ sub: 'x'.repeat(500) })).toHaveLength(128)
})
