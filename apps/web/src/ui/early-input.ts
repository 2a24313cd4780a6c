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
  const hear = ({ type, target }) => {
    if (!(target instanceof HTMLElement)) return
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
  const isInput = field instanceof HTMLInputElement
  const prototype = isInput ? HTMLInputElement.prototype : HTMLSelectElement.prototype
  // Parts of the page may come to life later: React has one do so at once that an event comes to.
  field.dispatchEvent(new Event('keyup', { bubbles: true }))
  // React passes over what it thinks is there already: it hears of what is written by the field's own way, and not of this.
  if (isInput) field.value = ''
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event(isInput ? 'input' : 'change', { bubbles: true }))
}
