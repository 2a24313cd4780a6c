import { homedir } from 'node:os'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHubModel, showHubModel } from './model.ts'
import { hubSettings } from './settings.ts'

test('the settings follow the conventions of the libraries that share the cache', () => {
  const home = `${homedir()}/.cache/huggingface/hub`
  expect(hubSettings({})).toEqual({ cache: home, endpoint: 'https://huggingface.co', token: null, offline: false })
  expect(hubSettings({ HF_HUB_CACHE: '', HF_TOKEN: '' })).toEqual(hubSettings({}))
  expect(hubSettings({ XDG_CACHE_HOME: '/x' }).cache).toBe('/x/huggingface/hub')
  expect(hubSettings({ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }).cache).toBe('/h/hub')
  expect(hubSettings({ HF_HOME: '/h', HF_HUB_CACHE: '/c' }).cache).toBe('/c')
  expect(hubSettings({ HF_ENDPOINT: 'http://hub.local/' }).endpoint).toBe('http://hub.local')
  expect(['1', 'ON', 'yes', 'True', '0', 'off', ''].map(on => hubSettings({ HF_HUB_OFFLINE: on }).offline)).toEqual([
    ...[true, true, true, true],
    ...[false, false, false],
  ])
})

test('a model is named by owner, name and revision, which is main where none is said', () => {
  expect(parseHubModel('ibm-granite/granite-timeseries-ttm-r2')).toEqual({
    name: 'ibm-granite/granite-timeseries-ttm-r2',
    revision: 'main',
  })
  expect(parseHubModel('gpt2@refs/pr/1')).toEqual({ name: 'gpt2', revision: 'refs/pr/1' })
})

test.each([
  '',
  '@main',
  'a/b/c',
  'a@b@c',
  'a/b@',
  'a b',
  'a--b',
  '../a',
  'a/..',
  '.a/b',
  'a/b.git',
  'a/b@../c',
  'a/b@c/',
  'a/b@/c',
  'é/b',
])("'%s' names no model", text => {
  expect(() => parseHubModel(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
})

test('whatever passes makes no path that leaves its folder, and is written as it was read', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aB3.-_/@'), maxLength: 20 })
  fc.assert(
    fc.property(text, given => {
      let model: ReturnType<typeof parseHubModel>
      try {
        model = parseHubModel(given)
      } catch {
        return
      }
      for (const part of [...model.name.split('/'), ...model.revision.split('/')]) expect(part).toMatch(/^[^.-].*$/)
      expect(parseHubModel(showHubModel(model))).toEqual(model)
    }),
    { numRuns: 2000 },
  )
})
