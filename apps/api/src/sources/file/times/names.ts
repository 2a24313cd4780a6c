const languages = [
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'january february march april may june july august september october november december',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'janner feber mrz apr mai juni juli aug sept okt nov dez',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'ene feb mar abr may jun jul ago sep oct nov dic',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'januari februari maart april mei juni juli augustus september oktober november december',
]

/** Without accents, in lower case, without a full stop. */
export const plainWord = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\.$/, '').toLowerCase()

const months = new Map<string, number>([
  ...languages.flatMap(names => names.split(' ').map((name, month) => [name, month] as const)),
  ...([
    ['setiembre', 8],
    ['maerz', 2],
    ['jaenner', 0],
  ] as const),
])

/** 0 for January in English, Portuguese, German, Spanish, French, Italian or Dutch, whole or cut short; -1 for none. */
export const monthOf = (text: string): number => (text.length > 12 ? -1 : (months.get(plainWord(text)) ?? -1))
