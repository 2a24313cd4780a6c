import { trainedRecurrent } from './recurrent/member.ts'

export const gru = trainedRecurrent({
  kind: 'gru',
  title: 'GRU',
  tagline: 'recurrent, trained on this series',
  description: 'A recurrent network (gated recurrent unit) of the series’ own, trained in the background.',
})
