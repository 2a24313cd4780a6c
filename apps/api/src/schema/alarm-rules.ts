import { type AlarmRules, longestRest, defaultAlarmRules as standard } from '@seriema/domain/anomaly'
import { builder } from './builder.ts'
import { DirectionEnum } from './enums.ts'
import { between } from './words.ts'

const words = {
  direction: 'The side of the expected value on which a point can be an anomaly',
  leastAbsolute: "Least distance from the expected value, in the channel's unit",
  leastRelative: 'Least distance from the expected value, as a share of it',
  rest: 'Points after an alarm in which anomalies belong to the same event, at most: never more than 4 % of the points so far. 0 makes every anomaly an alarm',
}

export const AlarmRulesType = builder.objectRef<AlarmRules>('AlarmRules').implement({
  description: 'Which unusual points of a series count as anomalies, and which anomalies are alarms.',
  fields: t => ({
    direction: t.expose('direction', { type: DirectionEnum, description: `${words.direction}.` }),
    leastAbsolute: t.exposeFloat('leastAbsolute', { description: `${words.leastAbsolute}.` }),
    leastRelative: t.exposeFloat('leastRelative', { description: `${words.leastRelative}.` }),
    rest: t.exposeInt('rest', { description: `${words.rest}.` }),
  }),
})

export const AlarmRulesInput = builder.inputType('AlarmRulesInput', {
  description: 'Changes to what is an anomaly and which is an alarm: what is left out stays as it is.',
  fields: t => ({
    direction: t.field({
      type: DirectionEnum,
      description: `${words.direction} [${standard.direction.toUpperCase()}].`,
    }),
    leastAbsolute: t.float({ description: `${words.leastAbsolute}, 0 or more [${standard.leastAbsolute}].` }),
    leastRelative: t.float({ description: `${words.leastRelative}, 0 or more [${standard.leastRelative}].` }),
    rest: t.int({ description: `${words.rest}. ${between([0, longestRest])} [${standard.rest}].` }),
  }),
})
