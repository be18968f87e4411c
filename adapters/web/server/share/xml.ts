import { xmlText } from '#domain/shared/xml.ts'

/** A piece of XML: escaped, and so made by these functions alone. */
export type Xml = { readonly xml: string }

type Attributes = Readonly<Record<string, string | number>>

/** An element. Texts in it are escaped; null is left out. */
export const element = (name: string, attributes: Attributes, ...content: readonly (Xml | string | null)[]): Xml => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
  const inside = content.map((one) => (one === null ? '' : typeof one === 'string' ? xmlText(one) : one.xml))
  return { xml: `<${name}${written.join('')}>${inside.join('')}</${name}>` }
}

/** A whole document. */
export const xmlDocument = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`
