import type { QualityResult } from '../../graphql/quality.ts'
import { Badge } from '../../ui/badge.tsx'
import { figureInWords, limitInWords, outcomeOf } from './figures.ts'

/** How one rule came out: a dot in the tone of its outcome, what was found, and the limit. */
export function RuleOutcome({ result }: { result: QualityResult }) {
  const { tone, word } = outcomeOf(result)
  return (
    <span className="grid" title={word}>
      <Badge tone={tone}>
        <span className="sr-only">{word}: </span>
        <span className={result.passed === false ? '' : 'text-ink'}>{figureInWords(result)}</span>
      </Badge>
      <span className="pl-3 text-2xs text-ink-faint">{limitInWords(result)}</span>
    </span>
  )
}
