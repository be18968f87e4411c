import { render as renderToString } from 'preact-render-to-string'
import type { RenderPage } from '../contract.ts'
import { Document } from './document.tsx'

/** The whole document, as text. */
export const render: RenderPage = (state, assets) =>
  `<!doctype html>${renderToString(<Document state={state} assets={assets} />)}`
