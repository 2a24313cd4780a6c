import { parseArgs } from 'node:util'
import { alarms, defaultAlarmPolicy, noAlarmsYet } from '@seriema/ml/calibration/alarm-policy'
import { calibrated } from '@seriema/ml/scorers/calibrated'
import { scorers } from '@seriema/ml/scorers/registry'
import { defineScorer, type Scorer, type ScorerState } from '@seriema/ml/scorers/scorer'
import type { Bench } from './contract.ts'
import { readNabFiles } from './nab-files.ts'
import { averagePrecision, nabScore, profiles } from './nab-score.ts'

type AnyScorer = Scorer<{ readonly threshold: number }, ScorerState>

/** The product's own policy, but for the threshold, which NAB chooses. */
const policy = { ...defaultAlarmPolicy, threshold: 0 }

/** Each scorer as it is and, where it is not by itself, calibrated to its series. */
const detectors = new Map<string, AnyScorer>(
  Object.values(scorers).flatMap((member): [string, AnyScorer][] => {
    const scorer = member as unknown as AnyScorer
    const plain: [string, AnyScorer] = [scorer.kind, scorer]
    if (scorer.kind === 'ensemble' || scorer.kind === 'isolation-forest') return [plain]
    return [plain, [`${scorer.kind}-calibrated`, defineScorer(calibrated(scorer)) as unknown as AnyScorer]]
  }),
)

/** What is said at each row: the score where it is an alarm at some threshold, 0 where it is none at any. */
function alarmScores(scorer: AnyScorer, values: Float64Array): Float64Array {
  const state = scorer.initial(scorer.defaults)
  const alarm = noAlarmsYet()
  return values.map(value => {
    const point = scorer.score(state, value)
    return alarms(alarm, policy, value, point) ? point!.score : 0
  })
}

/** NAB's scores for every detector, with one setting for all files. */
export const nab: Bench = {
  name: 'nab',
  summary: 'anomaly detection as the Numenta Anomaly Benchmark v1.1 measures it',
  async run(args) {
    const { data, windows, detector } = options(args)
    const files = await readNabFiles(data, windows)
    if (files.length === 0) throw new Error(`${windows} names no file below ${data}`)
    const total = files.reduce((sum, file) => sum + file.values.length, 0)
    const results = [...detectors]
      .filter(([name]) => detector === undefined || name === detector)
      .map(([name, scorer]) => {
        const outputs = files.map(file => alarmScores(scorer, file.values))
        const began = process.cpuUsage()
        for (const file of files) scorer.scoreColumn(scorer.initial(scorer.defaults), file.values)
        const { user, system } = process.cpuUsage(began)
        const rowsPerSecond = Math.round((1e6 * total) / (user + system))
        const scores = profiles.map(profile => ({ profile: profile.name, ...nabScore(files, outputs, profile) }))
        return { detector: name, scores, averagePrecision: averagePrecision(files, outputs), rowsPerSecond }
      })
    if (results.length === 0) throw new Error(`--detector is one of ${[...detectors.keys()].join(', ')}`)
    return {
      columns: ['detector', ...profiles.map(profile => profile.name), 'average precision', 'threshold', 'rows/s'],
      rows: results.map(one => [
        one.detector,
        ...one.scores.map(({ score }) => Number(score.toFixed(1))),
        Number(one.averagePrecision.toFixed(3)),
        Number(one.scores[0]!.threshold.toFixed(2)),
        one.rowsPerSecond,
      ]),
      notes: [
        `${files.length} files, ${total} rows, ${files.reduce((sum, file) => sum + file.windows.length, 0)} windows`,
        'rows/s: of one core, by the processor time taken',
        'one setting for all files; the rest after an alarm is that of the product',
      ],
      json: { data, files: files.length, rows: total, results },
    }
  },
}

function options(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, windows: { type: 'string' }, detector: { type: 'string' } },
  })
  const { data, windows, detector } = values
  if (data === undefined || windows === undefined) {
    throw new Error('usage: pnpm bench nab --data DIRECTORY --windows combined_windows.json [--detector NAME]')
  }
  return { data, windows, detector }
}
