/** Where the digits of a script begin: Arabic, Persian, Devanagari, Bengali, Thai, and the wide ones of East Asia. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]
const signs: Readonly<Record<string, string>> = { '٫': '.', '٬': ',', '．': '.', '，': ',', '－': '-', '％': '%' }
const foreign = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/
const each = new RegExp(`${foreign.source}|[٫٬．，－％]`, 'g')

/** The same number in the digits 0 to 9; a text without digits of another script as it is. */
export const plainDigits = (text: string): string =>
  foreign.test(text)
    ? text.replace(
        each,
        sign => signs[sign] ?? String(sign.charCodeAt(0) - zeros.findLast(zero => zero <= sign.charCodeAt(0))!),
      )
    : text
