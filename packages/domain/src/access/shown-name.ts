/** Controls, ends of lines, and marks that turn the direction of writing: none of them can be seen for what it is. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** Whether who somebody is called reads as it is written, wherever it is shown: in a table, a terminal or the audit. */
export const isShown = (name: string): boolean => name.search(unseen) === -1

/** The same name without what cannot be seen. */
export const shown = (name: string): string => name.replaceAll(unseen, '')
