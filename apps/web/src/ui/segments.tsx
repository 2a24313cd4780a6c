interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly text: string; readonly title?: string }[]
  /** null while none of the options is in force. */
  readonly value: Value | null
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset
      aria-label={label}
      className="inline-flex h-8 max-w-full items-center overflow-x-auto rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map(option => (
        <button
          aria-pressed={option.value === value}
          className="h-full whitespace-nowrap rounded-sm px-2 text-ink-soft text-xs tabular-nums hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent aria-pressed:ring-1 aria-pressed:ring-accent"
          key={option.value}
          onClick={() => onChange(option.value)}
          title={option.title}
          type="button"
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  )
}
