import { parseArgs } from 'node:util'
import type { ValueDetector } from '@seriema/ml/contract/detector'
import { defaultAlarmPolicy, noAlarmsYet } from '@seriema/ml/detection/alarm-policy'
import { judge, noForecasts, runToEnd } from '@seriema/ml/detection/judge'
import { raise } from '@seriema/ml/detection/raise'
import { valueDetectors } from '@seriema/ml/scorers/registry'
import { defineValueDetector } from '@seriema/ml/scorers/value-detector'
import type { Bench } from './contract.ts'
import { readNabFiles } from './nab-files.ts'
import { averagePrecision, type NabFile, nabScore, nabScoreAt, profiles } from './nab-score.ts'

/** Each detector as the product runs it and, where it is not calibrated to its series there, calibrated as well. */
const detectors = new Map<string, ValueDetector>(
  valueDetectors.flatMap(detector => {
    const variants = detector.calibrated ? [detector] : [detector, withCalibration(detector)]
    return variants.map(one => [one.kind, one] as const)
  }),
)

function withCalibration(detector: ValueDetector): ValueDetector {
  return defineValueDetector({
    ...detector,
    kind: `${detector.kind}-calibrated`,
    expectation: detector.expectation(''),
    scorer: detector.definition,
    calibration: 'added',
  })
}

/** What is said at each row by the product's policy: the score where it is an alarm, 0 where it is none. */
function alarmScores(detector: ValueDetector, { times, values }: NabFile, threshold = 0): Float64Array {
  const points = { times, channels: [values] }
  const { columns } = runToEnd(judge(detector, [detector.initial()], points, noForecasts, true))
  const output = new Float64Array(values.length)
  const raised = raise(noAlarmsYet(), { ...defaultAlarmPolicy, threshold }, values, columns[0]!.scored)
  for (const { scored, alarm } of raised) if (alarm) output[scored.index] = scored.score
  return output
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
      .map(([name, one]) => {
        const outputs = files.map(file => alarmScores(one, file))
        const { scorer } = one
        const began = process.cpuUsage()
        for (const file of files) scorer.scoreColumn(scorer.initial(scorer.defaults), file.values, file.times)
        const { user, system } = process.cpuUsage(began)
        const rowsPerSecond = Math.round((1e6 * total) / (user + system))
        const scores = profiles.map(profile => ({ profile: profile.name, ...nabScore(files, outputs, profile) }))
        const { threshold } = defaultAlarmPolicy
        const usual = files.map(file => alarmScores(one, file, threshold))
        const atDefault = profiles.map(profile => ({
          profile: profile.name,
          score: nabScoreAt(files, usual, profile, threshold),
        }))
        return { detector: name, scores, atDefault, averagePrecision: averagePrecision(files, outputs), rowsPerSecond }
      })
    if (results.length === 0) throw new Error(`--detector is one of ${[...detectors.keys()].join(', ')}`)
    return {
      columns: [
        'detector',
        ...profiles.map(profile => `${profile.name} at 3`),
        ...profiles.map(profile => profile.name),
        'threshold',
        'average precision',
        'rows/s',
      ],
      rows: results.map(one => [
        one.detector,
        ...[...one.atDefault, ...one.scores].map(({ score }) => Number(score.toFixed(1))),
        Number(one.scores[0]!.threshold.toFixed(2)),
        Number(one.averagePrecision.toFixed(3)),
        one.rowsPerSecond,
      ]),
      notes: [
        `${files.length} files, ${total} rows, ${files.reduce((sum, file) => sum + file.windows.length, 0)} windows`,
        'rows/s: of one core, by the processor time taken',
        'one setting for all files; “at 3”: with the threshold and the rest after an alarm that the product has',
        'the others: with the one threshold for all files that earns most, as NAB has it',
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
