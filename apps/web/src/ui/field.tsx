import { type ComponentProps, type ReactNode, useId } from 'react'

const box =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-ink text-xs disabled:opacity-60 aria-invalid:border-critical'
const control = `h-8 ${box}`

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly className?: string
}

export function Field({ label, hint, className = '', ...props }: FieldProps & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={className}>
      <label className="mb-1 block font-medium text-ink-soft text-xs" htmlFor={id}>
        {label}
      </label>
      <input aria-describedby={hint ? `${id}-hint` : undefined} className={control} id={id} {...props} />
      {hint && (
        <p className="mt-1 text-ink-faint text-xs" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** For several lines of text. */
export function TextField({ label, className = '', ...props }: Omit<FieldProps, 'hint'> & ComponentProps<'textarea'>) {
  const id = useId()
  return (
    <div className={className}>
      <label className="mb-1 block font-medium text-ink-soft text-xs" htmlFor={id}>
        {label}
      </label>
      <textarea className={`${box} py-1.5`} id={id} {...props} />
    </div>
  )
}

export function Choice({ label, hint, className = '', children, ...props }: FieldProps & ComponentProps<'select'>) {
  const id = useId()
  return (
    <div className={className}>
      <label className="mb-1 block font-medium text-ink-soft text-xs" htmlFor={id}>
        {label}
      </label>
      <select aria-describedby={hint ? `${id}-hint` : undefined} className={control} id={id} {...props}>
        {children}
      </select>
      {hint && (
        <p className="mt-1 text-ink-faint text-xs" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function Tick({ label, hint, className = '', ...props }: FieldProps & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={className}>
      <label className="flex items-center gap-2 font-medium text-xs" htmlFor={id}>
        <input
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="size-4 accent-accent"
          id={id}
          type="checkbox"
          {...props}
        />
        {label}
      </label>
      {hint && (
        <p className="mt-1 ml-6 text-ink-faint text-xs" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
