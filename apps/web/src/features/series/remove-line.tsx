import { Icon } from '../../ui/icon.tsx'

interface RemoveLineProps {
  readonly label: string
  readonly onRemove: () => void
  /** Whether it is the one that has to stay: the button gives up its place on a narrow screen. */
  readonly last?: boolean
}

/** Takes a line of fields out of a form. */
export function RemoveLine({ label, onRemove, last = false }: RemoveLineProps) {
  return (
    <button
      aria-label={label}
      className="mt-5 inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken disabled:invisible max-sm:disabled:hidden"
      disabled={last}
      onClick={onRemove}
      type="button"
    >
      <Icon name="close" size={14} />
    </button>
  )
}
