import type { LabelFields } from '../../graphql/label.ts'

type Label = Pick<LabelFields, 'id' | 'verdict' | 'note'>

/** What was said since the anomalies were read, by the ids of those that it is of, and the labels that were taken back. */
export interface Said {
  readonly ofAnomaly: ReadonlyMap<string, LabelFields>
  readonly takenBack: ReadonlySet<string>
}

export const nothingSaid: Said = { ofAnomaly: new Map(), takenBack: new Set() }

/** With a label as it is now; null: it was taken back. */
export function withChange(said: Said, id: string, label: LabelFields | null): Said {
  const takenBack = new Set(said.takenBack)
  if (label === null) return { ...said, takenBack: takenBack.add(id) }
  takenBack.delete(id)
  if (label.anomaly === null) return { ...said, takenBack }
  return { takenBack, ofAnomaly: new Map(said.ofAnomaly).set(label.anomaly.id, label) }
}

/** What is said of an anomaly by now; it may have been read before. */
export function labelOf(
  { ofAnomaly, takenBack }: Said,
  anomaly: { readonly id: string; readonly label: Label | null },
): Label | null {
  const label = ofAnomaly.get(anomaly.id) ?? anomaly.label
  return label === null || takenBack.has(label.id) ? null : label
}
