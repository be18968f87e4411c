import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageState } from '../contract.ts'
import type { Words } from './words/index.ts'

export type PageValue = PageState & { readonly words: Words }

export const PageContext = createContext<PageValue>(null as unknown as PageValue)

/** The page around a component: its language's words, who looks at it, and where media are. */
export const usePage = (): PageValue => useContext(PageContext)

export { mediaAt } from './media-at.ts'
