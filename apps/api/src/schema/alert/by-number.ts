import { findAlerts } from '../../store/alert.ts'
import { AlertType } from '../alert.ts'
import { builder } from '../builder.ts'
import { needs } from '../needs.ts'

builder.objectField(AlertType, 'number', t =>
  t.exposeInt('id', { description: 'What it is called by in messages and addresses.' }),
)

builder.queryField('alert', t =>
  t.field({
    type: AlertType,
    nullable: true,
    description: 'An alert by its number; null where there is none, or none within reach.',
    extensions: needs('viewer'),
    complexity: 1,
    args: { number: t.arg.int({ required: true, description: 'As given by `Alert.number`.' }) },
    resolve: async (_root, { number }, { app }) => (await findAlerts(app.reads, [number]))[0] ?? null,
  }),
)
