const missing = new Set([
  ...[
    '',
    'na',
    'n/a',
    '#n/a',
    'n.a.',
    'n.a',
    'n/d',
    'n/e',
    '#n/a n/a',
    '#n/a field not applicable',
    'n.d.',
    'n.d',
    'nd',
    'k.a.',
    'k. a.',
    's/d',
    's.d.',
    '<na>',
    '<null>',
  ],
  ...[
    'nan',
    '-nan',
    'nat',
    'null',
    '(null)',
    '\\n',
    'none',
    'nil',
    'missing',
    'undefined',
    'unavailable',
    'unknown',
    'void',
  ],
  ...[
    'no data',
    'nodata',
    'empty',
    'blank',
    '(blank)',
    '(empty)',
    'invalid',
    'not available',
    'sem dados',
    'keine daten',
  ],
  ...[
    '#na',
    '#nv',
    '#n/d',
    '#n/v',
    '#null!',
    '#div/0!',
    '#value!',
    '#ref!',
    '#name?',
    '#num!',
    '#wert!',
    '#valor!',
    '#valeur!',
  ],
  ...['#bezug!', '#zahl!', '#missing', '#error'],
  ...['-', '--', '---', '?', '??', '???', '.', '..', '...', '…', '–', '—', '*', '**', '***', '/', '//', '///', '_'],
])
const longestMark = 26
/** Digits that some of them begin with. */
const digitsThatBegin = new Set([...missing].map(mark => mark.charCodeAt(0)).filter(isDigit))

/** What spreadsheets show where a column is too narrow for a number. */
const tooNarrow = /^#{2,}$/

/** Whether a cell says that there is no value. */
export function isMissing(cell: string): boolean {
  if (cell === '') return true
  const first = cell.charCodeAt(0)
  if (isDigit(first) && !digitsThatBegin.has(first)) return false
  const text = cell.trim()
  return (text.length <= longestMark && missing.has(text.toLowerCase())) || tooNarrow.test(text)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

const ons =
  'on true yes ja sim si sí oui vrai wahr verdadeiro verdadero ein an open active enabled running up ligado encendido aberto abierto aktiv offen ligada encendida aberta abierta marche allumé acceso aan tak да вкл'
const offs =
  'off false no nein não nao non faux falsch falso aus closed inactive disabled stopped down desligado apagado fechado cerrado inaktiv geschlossen desligada apagada fechada cerrada arrêt éteint spento uit nee нет выкл'
const switches: ReadonlyMap<string, number> = new Map([
  ...ons.split(' ').map(word => [word, 1] as const),
  ...offs.split(' ').map(word => [word, 0] as const),
])

/** 1 and 0 for on and off, open and closed, true and false, yes and no, in the languages that files are written in; NaN for anything else. */
export const readSwitch = (text: string): number =>
  text.length > 11 ? Number.NaN : (switches.get(text.toLowerCase()) ?? Number.NaN)

const letters: Readonly<Record<string, number>> = { t: 1, f: 0, y: 1, n: 0, j: 1, s: 1 }

/** The same of a letter, in a column of `hasLetters`; NaN for anything else. */
export const readLetter = (cell: string): number => letters[cell.trim().toLowerCase()] ?? Number.NaN

/** Whether a column is of two letters and no more: t and f, y and n, j and n, s and n. A letter alone is a flag, or a name. */
export function hasLetters(cells: readonly string[]): boolean {
  const seen = new Set<string>()
  for (const cell of cells) {
    if (isMissing(cell)) continue
    seen.add(cell.trim().toLowerCase())
    if (seen.size > 2 || cell.trim().length > 1) return false
  }
  return seen.size === 2 && /^(?:ft|ny|jn|ns)$/.test([...seen].sort().join(''))
}
