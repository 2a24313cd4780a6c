import { create, ingest, request, type TestDashboard } from '../browser/dashboard.ts'

const hour = 3_600_000
const points = 1_500
const atOnce = 100
/** The last of them is of the hour that runs. */
const begin = Math.floor(Date.now() / hour) * hour - (points - 1) * hour

/** Between 0 and 1, the same at every call for the same two. */
const drawn = (plant: number, i: number): number => {
  let bits = Math.imul(i + 1, 0x9e37_79b1) ^ Math.imul(plant + 1, 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0_aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a_2d97)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}

/** Hours at which a plant was off, or ran away, and by how much: more than a week back, so that no forecast repeats them. */
const outliers = new Map([
  [1_262, -80],
  [1_316, 75],
])

/** kW: working days of a plant, its weekends, and what nobody foresees. */
const power = (plant: number, i: number): number => {
  const working = Math.floor(i / 24) % 7 < 5 ? 1 : 0.4
  const wave = Math.sin((((i % 24) - 7) / 24) * 2 * Math.PI)
  const noise = 12 * (drawn(plant, 2 * i) + drawn(plant, 2 * i + 1) - 1)
  return Number((140 + 30 * plant + 40 * working * wave + noise + (outliers.get(i) ?? 0)).toFixed(2))
}

/** Three plants by the hour, and the group that they are. */
export async function storePlants({ api }: TestDashboard): Promise<void> {
  for (const [plant, site] of ['north', 'north', 'south'].entries()) {
    const key = `plant_${plant + 1}`
    await create(api, {
      key,
      title: `Plant ${plant + 1}`,
      interval: hour,
      channels: [{ name: 'power', unit: 'kW' }],
      attributes: [
        { name: 'kind', value: 'plant' },
        { name: 'site', value: site },
      ],
    })
    const places = Array.from({ length: points }, (_, i) => i)
    const times = places.map(i => begin + i * hour)
    const values = places.map(i => power(plant, i))
    // In parts that a busy machine judges within the budget of a batch.
    for (let from = 0; from < points; from += atOnce)
      await ingest(api, key, times.slice(from, from + atOnce), values.slice(from, from + atOnce))
  }
  await request(
    api,
    'mutation { createGroup(input: { name: "plants", description: "All that draw power", conditions: [{ attribute: "kind", values: ["plant"] }, { attribute: "site" }] }) { __typename } }',
  )
}

/** The hours after all that is stored, of the first plant: for whoever is tried out. */
export async function goOn({ api }: TestDashboard, from: number, count: number): Promise<void> {
  const places = Array.from({ length: count }, (_, i) => points + from + i)
  await ingest(
    api,
    'plant_1',
    places.map(i => begin + i * hour),
    places.map(i => power(0, i)),
  )
}
