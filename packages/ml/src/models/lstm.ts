import { trainedRecurrent } from './recurrent/member.ts'

export const lstm = trainedRecurrent({
  kind: 'lstm',
  title: 'LSTM',
  tagline: 'recurrent, trained on this series',
  description: 'A recurrent network (long short-term memory) of the series’ own, trained in the background.',
})
