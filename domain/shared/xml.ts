/** What XML 1.0 allows in no form (§2.2). */
// oxlint-disable-next-line no-control-regex -- these are the ones
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/**
 * Any text as it may stand in an element or in an attribute between double quotes of XML 1.0: markup is escaped, tabs and line
 * breaks become spaces, halves of surrogate pairs become U+FFFD, and what XML allows in no form is left out.
 */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!)
    .replaceAll(/[\t\n\r]/g, ' ')
