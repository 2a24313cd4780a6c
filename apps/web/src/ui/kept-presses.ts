/** Pixels that a pointer may move between going down and up and still mean one thing. */
const most = 4
const controls = 'a[href], button, summary'

/**
 * What is pressed is meant: a control that the page moves away under the pointer before that is let go is clicked all the
 * same, which the browser would not do. Returns what ends it.
 */
export function keepPresses(page: Document): () => void {
  let pressed: { readonly control: HTMLElement; readonly x: number; readonly y: number } | null = null
  const down = (event: PointerEvent) => {
    const control = event.target instanceof Element ? event.target.closest<HTMLElement>(controls) : null
    pressed = control && event.button === 0 && event.isPrimary ? { control, x: event.clientX, y: event.clientY } : null
  }
  const clicked = (event: MouseEvent) => {
    if (pressed && event.target instanceof Node && pressed.control.contains(event.target)) pressed = null
  }
  const up = (event: PointerEvent) => {
    const { clientX: x, clientY: y, ctrlKey, metaKey, shiftKey, altKey } = event
    // The browser's own click, if there is one, comes before this.
    setTimeout(() => {
      const one = pressed
      pressed = null
      if (one === null || Math.hypot(x - one.x, y - one.y) > most || isAt(one.control, x, y)) return
      const like = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey }
      if (one.control.isConnected) one.control.dispatchEvent(new MouseEvent('click', like))
    })
  }
  const givenUp = () => {
    pressed = null
  }
  const ending = new AbortController()
  const all = { capture: true, signal: ending.signal }
  page.addEventListener('pointerdown', down, all)
  page.addEventListener('pointerup', up, all)
  page.addEventListener('click', clicked, all)
  for (const type of ['pointercancel', 'dragstart']) page.addEventListener(type, givenUp, all)
  return () => ending.abort()
}

function isAt(control: HTMLElement, x: number, y: number): boolean {
  const { left, right, top, bottom } = control.getBoundingClientRect()
  return x >= left && x <= right && y >= top && y <= bottom
}
