import type { Assets, PageState } from '../contract.ts'
import { App } from './app.tsx'
import { Meta } from './meta.tsx'
import { inert } from './share/inert.ts'

/** Where the browser finds what the page is made of. */
export const STATE_ID = 'state'

/** What makes a page come alive. */
const Scripts = ({ state, assets }: { readonly state: PageState; readonly assets: Assets }) => (
  <>
    <script type="application/json" id={STATE_ID} dangerouslySetInnerHTML={{ __html: inert(state) }} />
    <script type="module" src={assets.script} />
  </>
)

/** The HTML document around the app. Only the server renders it. In a frame of another site it needs no script. */
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
      {state.view.name !== 'embed' &&
        assets.preloads.map((href) => <link rel="modulepreload" href={href} key={href} />)}
    </head>
    <body>
      <div id="app">
        <App state={state} />
      </div>
      {state.view.name !== 'embed' && <Scripts state={state} assets={assets} />}
    </body>
  </html>
)
