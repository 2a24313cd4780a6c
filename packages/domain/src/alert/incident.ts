/** What a rule says of how its alerts go on, beyond its windows. In milliseconds. */
export interface Course {
  /** After an alert has ended, no other begins for so long. */
  readonly cooldown: number
  /** Others are told of an alert that nobody has acknowledged for so long; null: never. */
  readonly escalateAfter: number | null
}

/** The alert of an incident, while it is open. */
export interface OpenAlert {
  readonly state: 'firing' | 'acknowledged'
  /** Whether it began in maintenance, and nobody was told yet. */
  readonly silenced: boolean
  /** When others are to be told (epoch milliseconds); null: never, or they were. */
  readonly escalateAt: number | null
}

/** What a rule knows of one of its groups: there is never more than one open alert in it. Plain data. */
export interface Incident {
  readonly alert: OpenAlert | null
  /** Series of the group that are on. */
  readonly on: number
  /** No alert begins before this (epoch milliseconds). */
  readonly quietUntil: number
  /** Whether one is due then: something went on meanwhile. */
  readonly pending: boolean
}

export const noIncident: Incident = { alert: null, on: 0, quietUntil: 0, pending: false }

/** What comes to an incident: a series goes on or off, time goes on, or somebody acts. */
export type IncidentInput = 'on' | 'off' | 'tick' | 'acknowledge' | 'resolve'

/** What becomes of its alert. `told`: it began in maintenance, which is over, and people hear of it now. */
export type Transition = 'opened' | 'joined' | 'left' | 'told' | 'escalated' | 'acknowledged' | 'resolved'

export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether nothing is to be sent now. */
  readonly maintenance: boolean
}

export interface Advanced {
  readonly incident: Incident
  readonly transitions: readonly Transition[]
}

/** What an incident is after one more input. Nothing is sent in maintenance: what is due then is due when it is over. */
export function advance(course: Course, before: Incident, input: IncidentInput, moment: Moment): Advanced {
  if (input === 'on') return goesOn(course, { ...before, on: before.on + 1 }, moment)
  if (input === 'off') return goesOff(course, { ...before, on: Math.max(0, before.on - 1) }, moment)
  if (input === 'tick') return tick(course, before, moment)
  if (before.alert === null) return same(before)
  if (input === 'resolve') return resolved(course, before, moment)
  if (before.alert.state === 'acknowledged') return same(before)
  const alert: OpenAlert = { ...before.alert, state: 'acknowledged', escalateAt: null }
  return { incident: { ...before, alert }, transitions: ['acknowledged'] }
}

/** When time alone changes something next (epoch milliseconds); null: never. In maintenance that is when it is over. */
export function dueAt({ alert, pending, quietUntil }: Incident): number | null {
  if (alert === null) return pending ? quietUntil : null
  return alert.silenced ? 0 : alert.escalateAt
}

const same = (incident: Incident): Advanced => ({ incident, transitions: [] })

function goesOn(course: Course, incident: Incident, moment: Moment): Advanced {
  if (incident.alert !== null) return { incident, transitions: ['joined'] }
  if (moment.now < incident.quietUntil) return same({ ...incident, pending: true })
  return opened(course, incident, moment)
}

function opened({ escalateAfter }: Course, incident: Incident, { now, maintenance }: Moment): Advanced {
  const escalateAt = escalateAfter === null ? null : now + escalateAfter
  const alert: OpenAlert = { state: 'firing', silenced: maintenance, escalateAt }
  return { incident: { ...incident, alert, pending: false }, transitions: ['opened'] }
}

function goesOff(course: Course, incident: Incident, moment: Moment): Advanced {
  if (incident.on > 0) return { incident, transitions: incident.alert === null ? [] : ['left'] }
  if (incident.alert === null) return same({ ...incident, pending: false })
  return resolved(course, incident, moment)
}

const resolved = ({ cooldown }: Course, incident: Incident, { now }: Moment): Advanced => ({
  incident: { ...incident, alert: null, pending: false, quietUntil: now + cooldown },
  transitions: ['resolved'],
})

function tick(course: Course, incident: Incident, moment: Moment): Advanced {
  const { alert, pending, quietUntil } = incident
  const { now, maintenance } = moment
  if (alert === null) return pending && now >= quietUntil ? opened(course, incident, moment) : same(incident)
  if (maintenance) return same(incident)
  if (alert.silenced) {
    const escalateAt = course.escalateAfter === null ? null : now + course.escalateAfter
    const told: OpenAlert = { ...alert, silenced: false, escalateAt: alert.state === 'firing' ? escalateAt : null }
    return { incident: { ...incident, alert: told }, transitions: ['told'] }
  }
  if (alert.escalateAt === null || now < alert.escalateAt) return same(incident)
  return { incident: { ...incident, alert: { ...alert, escalateAt: null } }, transitions: ['escalated'] }
}
