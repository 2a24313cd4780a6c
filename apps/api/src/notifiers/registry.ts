import { alertmanager } from './alertmanager.ts'
import type { Notifier } from './contract.ts'
import { email } from './email.ts'
import { slack } from './slack.ts'
import { webhook } from './webhook.ts'

/** Every kind of notifier, in the order to offer them. A further one is a file and a line here. */
export const notifiers = [email, slack, webhook, alertmanager] as const satisfies readonly Notifier[]

export type NotifierKind = (typeof notifiers)[number]['kind']

/** null: there is none of this kind (any more). */
export const notifierOf = (kind: string): Notifier | null => notifiers.find(one => one.kind === kind) ?? null
