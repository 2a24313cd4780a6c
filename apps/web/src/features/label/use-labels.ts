'use client'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import { useChange } from '../../graphql/change.ts'
import type { VariablesOf } from '../../graphql/graphql.ts'
import {
  type LabelFields,
  type LabelVerdict,
  labelAnomaly,
  labelChanged,
  labelSpan,
  removeLabel,
  removeSuppression,
  type SpeakerFigures,
  type SuppressionFields,
  type SuppressionTime,
  seriesLabels,
  suppressionChanged,
  suppressLikeThis,
} from '../../graphql/label.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { labelOf, nothingSaid, withChange } from './said.ts'

/** A stretch that is being marked, in epoch milliseconds. */
export interface Draft {
  readonly from: number
  readonly to: number
}

type OfAnomaly = Pick<AnomalyFields, 'id' | 'label'>

/** What people say of a series' anomalies, live, and how to say it. */
export interface Labels {
  readonly labelOf: (anomaly: OfAnomaly) => AnomalyFields['label']
  /** Spans in which one was missed, the last 50. */
  readonly spans: readonly LabelFields[]
  readonly figures: readonly SpeakerFigures[]
  /** null until they are known. */
  readonly suppressions: readonly SuppressionFields[] | null
  readonly busy: boolean
  readonly error: string | null
  /** What is said of an anomaly, or is on its way of being; null for nothing. */
  readonly verdictOf: (anomaly: OfAnomaly) => LabelVerdict | null
  /** Says it, or takes back what is said; what is said quickly after one another holds in that order. */
  readonly say: (anomaly: OfAnomaly, verdict: LabelVerdict | null) => void
  /** Of an anomaly that something is said of. */
  readonly note: (anomaly: OfAnomaly, note: string | null) => void
  readonly takeBack: (labelId: string) => void
  readonly miss: (span: Omit<VariablesOf<typeof labelSpan>['input'], 'series'>) => void
  readonly suppress: (anomaly: OfAnomaly, time: SuppressionTime) => void
  readonly raiseAgain: (suppressionId: string) => void
  readonly draft: Draft | null
  readonly setDraft: (draft: Draft | null) => void
}

/** What somebody wants to have said of an anomaly; null: nothing. */
interface Asked {
  readonly verdict: LabelVerdict | null
}

interface State {
  readonly spans: readonly LabelFields[]
  readonly figures: readonly SpeakerFigures[]
  readonly suppressions: readonly SuppressionFields[] | null
}

const statusGap = 1_000

const nothingYet: State = { spans: [], figures: [], suppressions: null }

export function useLabelsOf(key: string): Labels {
  const { client } = useApi()
  const [state, setState] = useState(nothingYet)
  const [said, setSaid] = useState(nothingSaid)
  const [asked, setAsked] = useState<ReadonlyMap<string, Asked>>(new Map())
  /** What is said by now, for those whose turn comes before anything is drawn. */
  const heard = useRef(nothingSaid)
  const turn = useRef(Promise.resolve())
  const [revision, setRevision] = useState(0)
  const [draft, setDraft] = useState<Draft | null>(null)
  const { busy, error, follow } = useChange()
  const hear = useCallback((id: string, label: LabelFields | null) => {
    heard.current = withChange(heard.current, id, label)
    setSaid(heard.current)
  }, [])
  const ask = useCallback(() => setRevision(before => before + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    void client
      .query(seriesLabels, { key })
      .toPromise()
      .then(({ data }) => {
        const found = data?.seriesByKey
        if (!found || abandoned) return
        const { labels, labelFigures, suppressions } = found
        setState({ spans: labels.edges.map(({ node }) => node), figures: labelFigures, suppressions })
      })
    return () => {
      abandoned = true
    }
  }, [client, key, revision])

  useStream(
    labelChanged,
    { series: [key] },
    ({ labelChanged: { changes } }) => {
      if (changes.length === 0) return
      for (const { id, label } of changes) hear(id, label)
      ask()
    },
    { onBegun: ask },
  )
  // Judging the past anew moves the figures, and what is taken back or is of another kind takes its labels along.
  useStream(statusChanged, { series: [key] }, useThrottled(ask, statusGap))
  useStream(suppressionChanged, { series: [key] }, ({ suppressionChanged: { changes } }) => {
    if (changes.length > 0) ask()
  })

  return useMemo(() => {
    const inTurn = (act: () => Promise<void>) => {
      turn.current = turn.current.then(act)
    }
    const put = ({ id }: OfAnomaly, verdict: LabelVerdict, note: string | null) =>
      follow(client.mutation(labelAnomaly, { input: { anomaly: id, verdict, note } }), ({ label }) =>
        hear(label.id, label),
      )
    const remove = (id: string) =>
      follow(client.mutation(removeLabel, { input: { id } }), () => {
        hear(id, null)
        ask()
      })
    return {
      ...state,
      busy,
      error,
      draft,
      setDraft,
      labelOf: anomaly => labelOf(said, anomaly),
      verdictOf: anomaly => {
        const one = asked.get(anomaly.id)
        return one ? one.verdict : (labelOf(said, anomaly)?.verdict ?? null)
      },
      say: (anomaly, verdict) => {
        const one = { verdict }
        setAsked(before => new Map(before).set(anomaly.id, one))
        inTurn(async () => {
          const label = labelOf(heard.current, anomaly)
          if (verdict !== null) await put(anomaly, verdict, label?.note ?? null)
          else if (label !== null) await remove(label.id)
          setAsked(before => new Map([...before].filter(([, it]) => it !== one)))
        })
      },
      note: (anomaly, note) =>
        inTurn(async () => {
          const label = labelOf(heard.current, anomaly)
          if (label !== null) await put(anomaly, label.verdict, note)
        }),
      takeBack: id => inTurn(() => remove(id)),
      miss: span =>
        void follow(client.mutation(labelSpan, { input: { ...span, series: key } }), () => {
          setDraft(null)
          ask()
        }),
      suppress: ({ id }, time) => void follow(client.mutation(suppressLikeThis, { input: { anomaly: id, time } }), ask),
      raiseAgain: id => void follow(client.mutation(removeSuppression, { input: { id } }), ask),
    }
  }, [client, key, state, said, asked, draft, busy, error, follow, hear, ask])
}

export const LabelsContext = createContext<Labels | null>(null)

/** Within a `LabelsProvider`. */
export function useLabels(): Labels {
  const labels = useContext(LabelsContext)
  if (labels === null) throw new Error('there are no labels outside of a LabelsProvider')
  return labels
}
