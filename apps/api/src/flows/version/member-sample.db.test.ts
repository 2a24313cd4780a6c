import { createSpend } from '@seriema/domain/range'
import { plainRecipe } from '@seriema/domain/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup } from '../../store/group.ts'
import { requireVersion } from '../../store/version.ts'
import { type FlowApp, startFlows } from '../flows-on-test-database.ts'
import { createSeries } from '../series.ts'
import { registerVersion } from '../versions-for-tests.ts'
import { memberSample } from './member-sample.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Thursday. */
const begin = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
let groupId: number
const spend = createSpend(10_000)

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => begin + 2_000 * hour }))
  const conditions = [{ attribute: 'shop', values: [] }]
  ;({ id: groupId } = await createGroup(app.db, { name: 'shops', description: null, conditions }, begin))
  for (const [key, attributes] of [
    ['north', [{ name: 'shop', value: 'n' }]],
    ['south', [{ name: 'shop', value: 's' }]],
    ['stranger', []],
  ] as const) {
    await createSeries(app, { key, attributes })
    // One hour is missing.
    const places = Array.from({ length: 1_000 }, (_, i) => i).filter(i => i !== 650)
    const raw = { times: places.map(i => begin + i * hour), values: [places.map(i => (key === 'south' ? -i : i))] }
    await app.ingest([{ key, raw }], { replace: false })
  }
})
afterAll(() => close())

const version = async (made: { readonly dataTo?: number; readonly recipe?: typeof plainRecipe }) => {
  const artifact = new TextEncoder().encode(JSON.stringify(made))
  return requireVersion(
    app.db,
    await registerVersion(app, { groupId }, { kind: 'ridge', artifact, channels: 1, ...made }),
  )
}

test('of a member are given the last points up to where the version learnt, none of those that came later, with gaps as gaps', async () => {
  const learnt = await version({ dataTo: begin + 699 * hour })
  const sample = await memberSample(app, learnt, 'south', spend)
  expect(sample!.times).toHaveLength(500)
  expect(sample!.times.at(-1)).toBe(begin + 699 * hour)
  expect(sample!.channels[0]!.at(-1)).toBe(-699)
  expect(sample!.channels[0]![sample!.times.indexOf(begin + 650 * hour)]).toBeNull()
  expect((await memberSample(app, learnt, 'north', spend))!.channels[0]!.at(-1)).toBe(699)
})

test('on a coarser grid every period is whole: the last one learnt from, too', async () => {
  const recipe = {
    ...plainRecipe,
    resample: { unit: 'week', count: 1, by: 'sum', weekStart: 1, timeZone: 'UTC' } as const,
  }
  const monday = Date.UTC(2026, 0, 19)
  const sample = await memberSample(app, await version({ dataTo: monday, recipe }), 'north', spend)
  expect(sample!.times).toEqual([Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 12), monday])
  const first = (monday - begin) / hour
  expect(sample!.channels[0]!.at(-1)).toBe(Array.from({ length: 168 }, (_, i) => first + i).reduce((a, b) => a + b))
})

test('of a series that is no member, or a version that does not say up to where it learnt, there is nothing', async () => {
  const learnt = await version({ dataTo: begin + 599 * hour })
  expect(await memberSample(app, learnt, 'stranger', spend)).toBeNull()
  expect(await memberSample(app, learnt, 'nobody', spend)).toBeNull()
  expect(await memberSample(app, await version({ dataTo: begin - day }), 'north', spend)).toBeNull()
  expect(await memberSample(app, await version({}), 'north', spend)).toBeNull()
})
