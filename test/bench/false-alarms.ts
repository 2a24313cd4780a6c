import { parseArgs } from 'node:util'
import { addUp, generate } from '@seriema/api/sources/generator/components'
import { defaultAlarmRules } from '@seriema/domain/anomaly'
import { defaultSettings } from '@seriema/domain/generator'
import type { ValueDetector } from '@seriema/ml/contract/detector'
import { noAlarmsYet, policyOf } from '@seriema/ml/detection/alarm-policy'
import { judge, noForecasts, runToEnd } from '@seriema/ml/detection/judge'
import { raise } from '@seriema/ml/detection/raise'
import { valueDetectors } from '@seriema/ml/scorers/registry'
import type { Bench } from './contract.ts'
import { round } from './figures.ts'
import { noises } from './noises.ts'

const points = 20_000
const runs = 3
/** Points before every detector has something to say. */
const warmUp = 150

/** As the product judges them, by the rules of a new series. */
function detect(detector: ValueDetector, values: Float64Array) {
  const points = { times: Float64Array.from(values.keys()), channels: [values] }
  const { columns } = runToEnd(judge(detector, [detector.initial()], points, noForecasts))
  return raise(noAlarmsYet(), policyOf(defaultAlarmRules, detector), values, columns[0]!.scored)
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** The generator's own anomalies: how many are found, and how much of what is found is one of them. */
function onGenerated(detector: ValueDetector) {
  const tally = { found: 0, injected: 0, wrong: 0 }
  for (let seed = 1; seed <= runs; seed++) {
    const parts = generate({ ...defaultSettings, seed }, 1, 0, 6_000)
    const hit = (i: number) => parts[0]!.injected[i] !== 0
    tally.injected += Array.from({ length: 6_000 }, (_, i) => i).filter(i => i >= warmUp && hit(i)).length
    for (const { scored } of detect(detector, addUp(parts)[0]!)) {
      if (scored.index < warmUp) continue
      if (hit(scored.index)) tally.found++
      else tally.wrong++
    }
  }
  return { recall: tally.found / tally.injected, precision: tally.found / Math.max(1, tally.found + tally.wrong) }
}

/** What detectors call anomalies where nothing happens, and what of the generator's outliers they find. */
export const falseAlarms: Bench = {
  name: 'false-alarms',
  summary:
    'anomalies found where nothing happens, per 1,000 points, and how many of the generator’s outliers are found',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { detector: { type: 'string' } } })
    const chosen = valueDetectors.filter(({ kind }) => (values.detector ?? kind) === kind)
    if (chosen.length === 0)
      throw new Error(`--detector is one of ${valueDetectors.map(({ kind }) => kind).join(', ')}`)
    const results = chosen.map(detector => {
      const quiet = noises.map(({ name, make }) => {
        const raised = Array.from({ length: runs }, (_, run) => detect(detector, make(run + 1, points)))
        const per = (count: number) => (1_000 * count) / (runs * points)
        return {
          noise: name,
          anomalies: per(sum(raised.map(one => one.length))),
          alarms: per(sum(raised.map(one => one.filter(({ alarm }) => alarm).length))),
        }
      })
      return { detector: detector.kind, quiet, ...onGenerated(detector) }
    })
    return {
      columns: ['detector', ...noises.map(({ name }) => name), 'recall', 'precision'],
      rows: results.map(({ detector, quiet, recall, precision }) => [
        detector,
        ...quiet.map(({ anomalies }) => round(anomalies)),
        round(recall),
        round(precision),
      ]),
      notes: [
        `${runs} × ${points} points each, with the rules of a new series; the alarms among them are in --json`,
        'recall and precision: the generator’s defaults, 5 % of all points 8 standard deviations off, after the first 150',
      ],
      json: { points, runs, results },
    }
  },
}
