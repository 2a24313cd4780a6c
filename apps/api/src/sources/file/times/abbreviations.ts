import { openTimeZone } from '@seriema/domain/time-zone'

const minutes: ReadonlyMap<string, number> = new Map(
  [
    'UTC 0 GMT 0 Z 0 WET 0 WEST 60 CET 60 CEST 120 MEZ 60 MESZ 120 MET 60 MEST 120 EET 120 EEST 180 MSK 180 BST 60 TRT 180',
    'EST -300 EDT -240 CST -360 CDT -300 MST -420 MDT -360 PST -480 PDT -420 AKST -540 AKDT -480 HST -600 AST -240 ADT -180',
    'NST -210 NDT -150 BRT -180 BRST -120 ART -180 CLT -240 CLST -180 COT -300 PET -300 IST 330 PKT 300 NPT 345 GST 240',
    'JST 540 KST 540 SGT 480 HKT 480 PHT 480 WIB 420 ICT 420 AEST 600 AEDT 660 ACST 570 ACDT 630 AWST 480 NZST 720',
    'NZDT 780 SAST 120 EAT 180 WAT 60 CAT 120',
  ]
    .join(' ')
    .match(/[A-Z]+ -?\d+/g)!
    .map(entry => entry.split(' '))
    .map(([name, value]) => [name!, Number(value)]),
)
/** What else an abbreviation is used for. */
const others: Readonly<Record<string, string>> = {
  BST: 'British Summer Time, +01:00; in Bangladesh +06:00',
  IST: 'Indian Standard Time, +05:30; in Israel +02:00, in Ireland +01:00',
  CST: 'Central Standard Time, -06:00; in China +08:00',
  CDT: 'Central Daylight Time, -05:00; in Cuba -04:00',
  AST: 'Atlantic Standard Time, -04:00; in Arabia +03:00',
  GST: 'Gulf Standard Time, +04:00',
}

/** Minutes ahead of UTC that an abbreviation such as CET stands for, always the same whatever the season; NaN for none. */
export const minutesOf = (abbreviation: string): number => minutes.get(abbreviation.toUpperCase()) ?? Number.NaN

/** What an abbreviation with several meanings was taken for; null for one with a single meaning. */
export const meaningsOf = (abbreviation: string): string | null => others[abbreviation.toUpperCase()] ?? null

/** What a column's name says of the zone its times are in. */
export interface SaidZone {
  /** IANA name or an offset such as `-07:00`. */
  readonly zone: string
  /** The words it was found in. */
  readonly said: string
}

/** Abbreviations of regions whose clocks change, where a name means the clocks of the region. */
const civil: Readonly<Record<string, string>> = { CET: 'CET', MEZ: 'CET', EET: 'EET', WET: 'WET' }

/** `GMT-07:00`, `UTC`, `CET`, `America/Sao_Paulo` in a column's name; null where it names no zone. */
export function zoneOfName(name: string): SaidZone | null {
  const place = placeOfName(name)
  if (place !== null) return place
  // Windows writes minutes behind UTC, and the name of the zone in words.
  const behind = /PDH-.*\((-?\d{1,3})\)$/.exec(name)
  if (behind !== null) return { zone: offsetName(-Number(behind[1])), said: behind[0].slice(-40) }
  const offset = /(?:UTC|GMT) ?([+-])(\d{1,2})(?::?(\d{2}))?/i.exec(name)
  if (offset !== null) {
    const [said, sign, hours, rest = '00'] = offset
    const zone = `${sign}${hours!.padStart(2, '0')}:${rest}`
    return { zone: /00:00$/.test(zone) ? 'UTC' : zone, said }
  }
  for (const word of name.split(/[^A-Za-z]+/)) {
    if (/^utc$/i.test(word)) return { zone: 'UTC', said: word }
    const value = word === word.toUpperCase() && word.length >= 3 ? minutesOf(word) : Number.NaN
    if (Number.isNaN(value)) continue
    return { zone: civil[word] ?? offsetName(value), said: word }
  }
  return null
}

/** `America/Sao_Paulo` somewhere in a text; null where it names no such zone. */
export function placeOfName(text: string): SaidZone | null {
  const place = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?\b/.exec(text)?.[0]
  return place !== undefined && isZone(place) ? { zone: place, said: place } : null
}

function isZone(name: string): boolean {
  try {
    openTimeZone(name)
    return true
  } catch {
    return false
  }
}

const offsetName = (value: number): string => {
  if (value === 0) return 'UTC'
  const size = Math.abs(value)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${value < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
