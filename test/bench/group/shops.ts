import type { Member } from '@seriema/ml/contract/trainable'
import { type Draws, draws } from '@seriema/ml/synthetic/draws'
import { generator } from '@seriema/ml/training/random'

const day = 86_400_000
/** A Monday. */
export const firstDay = Date.UTC(2021, 0, 4)
export const regions = ['AM', 'BA', 'MG', 'PR', 'RJ', 'SP'] as const
const families = 8

export interface Shops {
  readonly products: number
  readonly weeks: number
  readonly seed: number
}

/**
 * Daily sales and revenue of products in regions: counts around a level that goes its way, with a week, a year that a
 * product's family and its region shape, weeks in which a region sells more or less of everything, promotions that come as
 * they like and change the price, and days without any sale. One series per product and region.
 */
export function shops({ products, weeks, seed }: Shops): Member[] {
  const draw = draws(generator(seed))
  const days = 7 * weeks
  const years = Array.from({ length: families }, () => yearOf(draw, 0.35))
  const places = regions.map(name => ({
    name,
    year: yearOf(draw, 0.2),
    size: draw.logBetween(0.4, 3),
    mood: wandering(draw, weeks, 0.7, 0.05),
  }))
  const times = Float64Array.from({ length: days }, (_, d) => firstDay + d * day)
  return Array.from({ length: products }, (_, p) => {
    const product = {
      year: years[draw.whole(0, families - 1)]!,
      level: draw.logBetween(3, 120),
      price: draw.logBetween(4, 90),
      week: Array.from({ length: 7 }, () => draw.between(0.6, 1.4)),
      growth: draw.between(-0.15, 0.25),
    }
    const promotions = promotionsOf(draw, days)
    return places.map(place => {
      const drift = wandering(draw, weeks, 0.97, 0.04)
      const own = draw.logBetween(0.5, 2)
      const sales = new Float64Array(days)
      const revenue = new Float64Array(days)
      let price = product.price * draw.between(0.95, 1.1)
      for (let d = 0; d < days; d++) {
        const week = Math.floor(d / 7)
        const part = (d % 365.25) / 365.25
        if (d % 91 === 0 && draw.chance(0.4)) price *= draw.between(0.97, 1.06)
        const logarithm =
          product.year(part) + place.year(part) + place.mood[week]! + drift[week]! + (product.growth * d) / 365.25
        const mean =
          product.level * place.size * own * product.week[d % 7]! * Math.exp(logarithm) * (promotions[d] ? 1.6 : 1)
        sales[d] = draw.poisson(mean * Math.exp(0.25 * draw.normal()))
        revenue[d] = Math.round(100 * sales[d]! * price * (promotions[d] ? 0.85 : 1)) / 100
      }
      return {
        key: `product_${p}_${place.name}`,
        times,
        channels: [sales, revenue],
        attributes: [
          { name: 'product', value: `${p}` },
          { name: 'region', value: place.name },
        ],
        step: { unit: 'day', count: 1, zone: 'UTC' },
        timeZone: 'UTC',
      } satisfies Member
    })
  }).flat()
}

/** A smooth year in logarithms: two waves and a short peak. */
function yearOf(draw: Draws, size: number): (part: number) => number {
  const [first, second, peak] = [draw.between(0.4, 1) * size, draw.between(0, 0.5) * size, draw.between(0, 1.5) * size]
  const [a, b, at] = [draw.uniform(), draw.uniform(), draw.uniform()]
  return part => {
    const off = Math.min(Math.abs(part - at), 1 - Math.abs(part - at))
    return (
      first * Math.sin(2 * Math.PI * (part - a)) +
      second * Math.sin(4 * Math.PI * (part - b)) +
      peak * Math.exp(-((off * 26) ** 2) / 2)
    )
  }
}

/** A value a week, each near the one before. */
function wandering(draw: Draws, weeks: number, kept: number, size: number): Float64Array {
  let now = 0
  return Float64Array.from({ length: weeks }, () => {
    now = kept * now + size * draw.normal()
    return now
  })
}

function promotionsOf(draw: Draws, days: number): Uint8Array {
  const on = new Uint8Array(days)
  for (let d = draw.whole(10, 120); d < days; d += draw.whole(40, 200)) on.fill(1, d, d + draw.whole(5, 14))
  return on
}

/** The series up to the beginning of a week, and from there on. */
export const upTo = (member: Member, week: number): Member => cut(member, 0, 7 * week)
export const cut = (member: Member, from: number, to: number): Member => ({
  ...member,
  times: member.times.subarray(from, to),
  channels: member.channels.map(values => values.subarray(from, to)),
})

/** Sums of whole weeks. */
export function weekly(values: Float64Array): Float64Array {
  const sums = new Float64Array(Math.floor(values.length / 7))
  for (let d = 0; d < 7 * sums.length; d++) {
    const week = Math.floor(d / 7)
    sums[week] = sums[week]! + values[d]!
  }
  return sums
}
