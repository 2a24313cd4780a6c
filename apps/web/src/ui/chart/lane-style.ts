import { buildChartTheme } from '@visx/xychart'

/** Fixed, so that lanes line up and no label's width moves a plot. */
export const laneMargin = { top: 16, right: 12, bottom: 24, left: 52 }

const label = { fill: 'var(--ink-faint)', fontSize: 11, fontFamily: 'var(--font-sans)' }

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
