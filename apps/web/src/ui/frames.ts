export interface Frames {
  readonly request: () => void
  readonly cancel: () => void
}

/**
 * Runs `draw` once for any number of requests: in the next animation frame, at least `gap` milliseconds after the last
 * run. A hidden page has no frames, so nothing is drawn there, and one run makes up for all of it on return.
 */
export function createFrames(draw: () => void, gap: number): Frames {
  let frame: number | undefined
  let last = -Infinity

  const attempt = (now: number) => {
    if (now - last < gap) {
      frame = requestAnimationFrame(attempt)
      return
    }
    frame = undefined
    last = now
    draw()
  }

  return {
    request() {
      frame ??= requestAnimationFrame(attempt)
    },
    cancel() {
      if (frame !== undefined) cancelAnimationFrame(frame)
      frame = undefined
    },
  }
}
