import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'

interface RejectionsProps {
  readonly title: string
  readonly rows: readonly { readonly line: number; readonly message: string }[]
}

/** Bad rows with their line numbers. */
export function Rejections({ title, rows }: RejectionsProps) {
  return (
    <section>
      <h3 className="mb-1 font-medium text-warn text-xs">{title}</h3>
      <ScrollArea className="max-h-40 rounded-md border border-line" label={title}>
        <ul className="divide-y divide-line text-xs">
          {rows.map(({ line, message }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line can be rejected for more than one reason
            <li className="flex gap-3 px-2.5 py-1" key={i}>
              <span className="shrink-0 text-ink-faint tabular-nums">
                {t('import.line', { line: formatExactCount(line) })}
              </span>
              <span className="min-w-0 wrap-anywhere">{message}</span>
            </li>
          ))}
        </ul>
      </ScrollArea>
    </section>
  )
}
