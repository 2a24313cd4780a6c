import type { LabelVerdict } from '../../graphql/label.ts'
import { t } from '../../messages/message.ts'

export const verdicts = ['TRUE', 'FALSE', 'UNSURE'] as const satisfies readonly LabelVerdict[]

export const verdictName = (verdict: LabelVerdict) => t(`label.${verdict}`)
