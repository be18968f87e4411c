import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { html } from 'hono/html'
import packageFolder from 'swagger-ui-dist/absolute-path.js'

/** A file of the reference page. */
export type Asset = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }

const FROM_PACKAGE: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

/** Without the online validator, the page makes no request to other hosts. */
const START = `
const place = document.getElementById('reference')
SwaggerUIBundle({ domNode: place, url: place.dataset.document, validatorUrl: null, deepLinking: true, filter: true })
`

/** Only this host. Images in the style sheet are data URLs. */
export const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const readAssets = async (): Promise<ReadonlyMap<string, Asset>> => {
  const folder = packageFolder()
  const read = Object.entries(FROM_PACKAGE).map(
    async ([name, type]) => [name, { type, bytes: Uint8Array.from(await readFile(join(folder, name))) }] as const,
  )
  const start = { type: 'text/javascript; charset=utf-8', bytes: new TextEncoder().encode(START) }
  return new Map([...(await Promise.all(read)), ['start.js', start]])
}

export type SwaggerUi = {
  readonly assets: ReadonlyMap<string, Asset>
  /** The page. The URLs of its files change when the files do. */
  readonly page: (at: { readonly files: string; readonly document: string }) => Promise<string>
}

const isNotInstalled = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND'

/** Swagger UI from its npm package; `null` if the host has not installed it. */
export const openSwaggerUi = async (): Promise<SwaggerUi | null> => {
  const assets = await readAssets().catch((cause: unknown) => {
    if (isNotInstalled(cause)) return null
    throw cause
  })
  if (assets === null) return null
  const digest = createHash('sha256')
  for (const { bytes } of assets.values()) digest.update(bytes)
  const version = digest.digest('hex').slice(0, 12)

  return {
    assets,
    page: async ({ files, document }) => {
      const at = (name: string): string => `${files}/${name}?v=${version}`
      const page = await html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>Soundhub API</title>
            <link rel="icon" type="image/png" href="${at('favicon-32x32.png')}" />
            <link rel="stylesheet" href="${at('swagger-ui.css')}" />
          </head>
          <body>
            <div id="reference" data-document="${document}"></div>
            <script src="${at('swagger-ui-bundle.js')}"></script>
            <script src="${at('start.js')}"></script>
          </body>
        </html> `
      return String(page)
    },
  }
}
