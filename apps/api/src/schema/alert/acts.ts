import { acknowledgeAlert, resolveAlert } from '../../flows/alert.ts'
import type { Alert } from '../../store/alert.ts'
import { AlertType } from '../alert.ts'
import { builder } from '../builder.ts'
import { nameOf } from '../context.ts'
import { rowId } from '../identity.ts'
import { mutation } from '../mutation.ts'

const AlertPayload = builder.objectRef<{ readonly alert: Alert }>('AlertPayload').implement({
  description: 'An alert as it is now.',
  fields: t => ({ alert: t.expose('alert', { type: AlertType, description: 'The alert.' }) }),
})

const act = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: t => ({
      id: t.globalID({ required: true, for: [AlertType], description: 'As given by `Alert.id`.' }),
      note: t.string({ description: 'What is to be read beside it, at most 2,000 characters [nothing].' }),
    }),
  })

mutation('acknowledgeAlert', {
  description: 'Takes an alert on: nobody else is told. With one that is taken on or over, only the note is kept.',
  input: act('AcknowledgeAlertInput', 'Which alert is taken on.'),
  payload: AlertPayload,
  faults: ['INVALID_INPUT', 'ALERT_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id, note }, { app, caller }) => ({
    alert: await acknowledgeAlert(app, rowId(id.id), { note, by: nameOf(caller) }),
  }),
})

mutation('resolveAlert', {
  description:
    'Says that an alert is over. Another begins only once what was seen has ended and come again. With one that is over, only the note is kept.',
  input: act('ResolveAlertInput', 'Which alert is over.'),
  payload: AlertPayload,
  faults: ['INVALID_INPUT', 'ALERT_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id, note }, { app, caller }) => ({
    alert: await resolveAlert(app, rowId(id.id), { note, by: nameOf(caller) }),
  }),
})
