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

/** Whether a cell says that there is no value. */
export function isMissing(cell: string): boolean {
  if (cell === '') return true
  const text = cell.trim()
  return text.length <= longestMark && missing.has(text.toLowerCase())
}

const switches: ReadonlyMap<string, number> = new Map([
  ...[
    'on',
    'true',
    't',
    'yes',
    'ja',
    'sim',
    'si',
    'sí',
    'oui',
    'vrai',
    'wahr',
    'verdadeiro',
    'verdadero',
    'ein',
    'an',
  ].map(word => [word, 1] as const),
  ...['off', 'false', 'f', 'no', 'nein', 'não', 'nao', 'non', 'faux', 'falsch', 'falso', 'aus'].map(
    word => [word, 0] as const,
  ),
])

/** 1 and 0 for on and off, true and false, yes and no, in five languages; NaN for anything else. */
export const readSwitch = (text: string): number =>
  text.length > 10 ? Number.NaN : (switches.get(text.toLowerCase()) ?? Number.NaN)
