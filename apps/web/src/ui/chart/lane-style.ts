/** Fixed, so that lanes line up and no label's width moves a plot. Only the last lane has a time axis. */
export const laneMargin = { top: 22, right: 28, bottom: 38, left: 56 }
export const upperLaneMargin = { ...laneMargin, bottom: 10 }

/** Colour of the channel at a 0-based place. Eight are told apart by hue and lightness, further ones by dashes. */
export const channelColor = (position: number) => `var(--channel-${(position % 8) + 1})`
export const channelDash = (position: number) => ['', '6 3', '2 3', '8 3 2 3'][Math.floor(position / 8) % 4]!
