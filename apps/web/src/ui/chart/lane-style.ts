import { buildChartTheme } from '@visx/xychart'

/** Fixed, so that lanes line up and no label's width moves a plot. Only the last lane has a time axis. */
export const laneMargin = { top: 22, right: 28, bottom: 24, left: 52 }
export const upperLaneMargin = { ...laneMargin, bottom: 10 }

const label = {
  fill: 'var(--ink-faint)',
  fontFamily: 'inherit',
  fontSize: 11,
  fontWeight: 400,
  letterSpacing: 0,
  stroke: 'none',
}

export const valueLabel = { ...label, dx: -4, dy: 3.5, textAnchor: 'end' as const }
export const timeLabel = { ...label, dy: 4, textAnchor: 'middle' as const }

export const chartTheme = buildChartTheme({
  backgroundColor: 'transparent',
  colors: ['var(--channel-1)'],
  gridColor: 'var(--line)',
  gridColorDark: 'var(--line)',
  svgLabelBig: label,
  svgLabelSmall: label,
  tickLength: 4,
})

/** Colour of the channel at a 0-based place. Eight are told apart by hue and lightness, further ones by dashes. */
export const channelColor = (position: number) => `var(--channel-${(position % 8) + 1})`
export const channelDash = (position: number) => ['', '6 3', '2 3', '8 3 2 3'][Math.floor(position / 8) % 4]!
