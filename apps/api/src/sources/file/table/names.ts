/** Names of columns of times, in the languages files are written in. */
export const timeName =
  /^(?:.*[_\s./])?(?:date|time|timestamp|datetime|ts|ds|datum|zeit|zeitstempel|zeitpunkt|fecha|hora|data|heure|horodate|epoch|instant|mtu|clock|period|periode|periodo|período|when|month|mes|mês|monat|mois|mese|quarter|trimestre|quartal|week|semana|woche|semaine|kw|day|dia|día|tag|jour|giorno|ano|año|anno|année|annee|jahr|year|yr)(?:[_\s(,/].*)?$|^t$|(?:date|time|stamp|zeit|datum)/i

/** Names of columns that say which series a row belongs to. */
export const keyName =
  /^(?:.*[_\s.-])?(?:unique_?id|uuid|series|serie|sensor|device|deveui|dev_eui|entity|station|key|tag|metric|variable|parameter|item|product|produto|artikel|symbol|ticker|meter|medidor|zähler|site|store|loja|tienda|filiale|magasin|machine|maschine|máquina|asset|anlage|location|ort|local|host|hostname|node|gateway|region|country|city|customer|client|cliente|kunde|patient|vehicle|channel|_?field|_?measurement|name|id)(?:[_\s-]?(?:id|name|key|code|no|nr|nbr|num|number))?$/i

/** Names of columns that only number the rows. */
export const rowNumberName =
  /^(?:|index|idx|row|row[_ ]?(?:id|num|number|no|nr)|no|nr|nº|n°|#|id|seq|sequence|record|rn|lfd\.? ?nr\.?|unnamed: \d+|column_1)$/i

/** Parts of a date, or of a time, that have a column each; in the order they are joined. */
export const partNames = {
  year: /^(?:iso[_ ]?)?(?:year|yr|yyyy|ano|año|anio|jahr|annee|année|anno)$/i,
  month: /^(?:month|mon|mth|mm|mo|mnth|mes|mês|monat|mois|mese)$/i,
  quarter: /^(?:quarter|qtr|trimestre|quartal)$/i,
  half: /^(?:half|half[_ -]?year|semester|semestre|halbjahr|hy)$/i,
  week: /^(?:week|iso_?week|week_?no|semana|woche|kw|semaine)$/i,
  day: /^(?:day|dd|dy|mday|dia|día|tag|jour|giorno|day_?of_?month|mday)$/i,
  hour: /^(?:hour|hr|hrs|hh|hora|stunde|std|heure|ora|he|hour[ _]?ending|hour[ _]?of[ _]?day|hod|h)$/i,
  minute: /^(?:minute|min|mn|minuto|minuten)$/i,
  ofYear: /^(?:doy|jday|yday|julian(?:[_ ]?day)?|day[_ ]?of[_ ]?year|dayofyear)$/i,
  second: /^(?:second|sec|ss|segundo|sekunde|seconde)$/i,
} as const

/** Trimmed, unlike, never empty: `column_3` where the file names none. Each takes constant time, however many are alike. */
export function nameColumns(header: readonly string[], width: number): string[] {
  const names = new Set<string>()
  const copies = new Map<string, number>()
  for (let column = 0; column < width; column++) {
    const given = (header[column] ?? '').replace(/\s+/g, ' ').trim().slice(0, 110) || `column_${column + 1}`
    let copy = copies.get(given) ?? 1
    let name = given
    while (names.has(name)) name = `${given}_${++copy}`
    copies.set(given, copy)
    names.add(name)
  }
  return [...names]
}
