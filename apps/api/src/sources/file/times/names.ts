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

/** Languages whose names are those of the runtime; no two of them call different months alike, as Croatian would. */
const furtherLanguages = 'nl sv da nb pl cs sk ru uk tr fi hu ro'.split(' ')

/** Without accents, in lower case, without a full stop. */
export const plainWord = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\.$/, '').replaceAll('ı', 'i').toLowerCase()

const months = new Map<string, number>([
  ...languages.flatMap(names => names.split(' ').map((name, month) => [name, month] as const)),
  ...([
    ['setiembre', 8],
    ['maerz', 2],
    ['jaenner', 0],
  ] as const),
])

/** Names alone and behind a day, whole and cut short. */
let further: ReadonlyMap<string, number> | null = null
function furtherMonths(): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const language of furtherLanguages)
    for (const month of ['long', 'short'] as const)
      for (const day of [undefined, 'numeric'] as const) {
        const format = new Intl.DateTimeFormat(language, { month, day, timeZone: 'UTC' })
        for (let i = 0; i < 12; i++) {
          const part = format.formatToParts(Date.UTC(2024, i, 5)).find(({ type }) => type === 'month')
          if (part !== undefined && /\p{L}{3}/u.test(part.value)) names.set(plainWord(part.value), i)
        }
      }
  return names
}

/** 0 for January in English, Portuguese, German, Spanish, French, Italian and other languages, whole or cut short; -1 for none. */
export function monthOf(text: string): number {
  if (text.length > 12) return -1
  const word = plainWord(text)
  const known = months.get(word)
  if (known !== undefined) return known
  further ??= furtherMonths()
  return further.get(word) ?? -1
}
