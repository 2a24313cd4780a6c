/** What somebody did to a page that was there to be seen, and not yet to hear. */
interface Early {
  readonly done: { readonly on: HTMLElement; readonly value?: string }[]
  readonly end: () => void
}

declare global {
  interface Window {
    early?: Early | undefined
  }
}

/** Runs before the page is drawn, and remembers what is clicked on it and typed into it until it hears. */
export const earlyScript = `(() => {
  const done = []
  const hear = ({ isTrusted, type, target }) => {
    if (!isTrusted || !(target instanceof HTMLElement)) return
    const on = type === 'click' ? target.closest('button') : target
    if (on && on.type !== 'checkbox' && on.type !== 'file') done.push(type === 'click' ? { on } : { on, value: on.value })
  }
  const types = ['click', 'input', 'change']
  for (const type of types) document.addEventListener(type, hear, true)
  window.early = { done, end: () => types.forEach(type => document.removeEventListener(type, hear, true)) }
})()`

/** Once the page hears: has all of it happen, in order. A second call does nothing. */
export function replayEarly(): void {
  const { early } = window
  if (!early) return
  window.early = undefined
  early.end()
  for (const { on, value } of early.done) {
    if (!on.isConnected) continue
    if (value === undefined) on.click()
    else if (on instanceof HTMLInputElement || on instanceof HTMLSelectElement) write(on, value)
  }
}

function write(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLSelectElement.prototype
  // React passes over what it thinks is there already: it is told of nothing by the field, and of all by the event.
  if (field instanceof HTMLInputElement) field.value = ''
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event(field instanceof HTMLInputElement ? 'input' : 'change', { bubbles: true }))
}
