import type { ComponentProps } from 'react'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:brightness-110',
  plain: 'border-line bg-surface text-ink hover:border-line-strong',
  danger: 'border-critical bg-surface text-critical hover:bg-critical hover:text-surface',
  quiet: 'border-transparent bg-transparent text-ink-soft hover:bg-sunken hover:text-ink',
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: Look
}

export function Button({ look = 'plain', className = '', type = 'button', ...props }: ButtonProps) {
  return (
    <button
      className={`inline-flex h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 font-medium text-xs disabled:cursor-not-allowed disabled:opacity-50 ${looks[look]} ${className}`}
      type={type}
      {...props}
    />
  )
}
