import type { Assets, PageState } from '../contract.ts'
import { App } from './app.tsx'
import { Meta } from './meta.tsx'

/** Where the browser finds what the page is made of. */
export const STATE_ID = 'state'

/** JSON that cannot end the element it stands in. */
const inert = (state: PageState): string => JSON.stringify(state).replaceAll('<', '\\u003c')

/** The HTML document around the app. Only the server renders it. */
export const Document = ({ state, assets }: { readonly state: PageState; readonly assets: Assets }) => (
  <html lang={state.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <Meta state={state} />
      {assets.styles.map((href) => (
        <link rel="stylesheet" href={href} key={href} />
      ))}
      {assets.preloads.map((href) => (
        <link rel="modulepreload" href={href} key={href} />
      ))}
    </head>
    <body>
      <div id="app">
        <App state={state} />
      </div>
      <script type="application/json" id={STATE_ID} dangerouslySetInnerHTML={{ __html: inert(state) }} />
      <script type="module" src={assets.script} />
    </body>
  </html>
)
