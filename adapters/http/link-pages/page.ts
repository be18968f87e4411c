import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Language } from '#application/shared/system.ts'
import { faultSentence } from '../problems/fault-sentences.ts'
import { describeRefusal } from '../problems/problem.ts'
import type { Refusal } from '../refusals.ts'
import { NO_STORE, type Reply, respond } from '../reply/reply.ts'
import { inWireNames } from '../endpoint/wire-names.ts'

/** An input. Without `maxlength`, because browsers count differently and truncate silently. */
export type PageField = {
  readonly name: string
  readonly label: string
  readonly type: 'password' | 'text'
  readonly autocomplete: 'current-password' | 'new-password' | 'nickname'
  readonly isRequired: boolean
  /** The previous input; never a password. */
  readonly value?: string
}

/** The content of a page behind a link. */
export type Page = {
  readonly title: string
  readonly heading: string
  readonly text: string | null
  /** Why the last attempt failed, or why there is no form. */
  readonly refused: Refusal | null
  /** Links to other pages. */
  readonly links?: readonly { readonly href: string; readonly label: string }[]
  /** The form, if there is something to do. */
  readonly form: {
    readonly action: string
    readonly key: string
    readonly fields: readonly PageField[]
    readonly button: string
  } | null
}

const STYLE = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1f; background: #fff }
h1 { font-size: 1.5rem; overflow-wrap: anywhere }
label { display: block; margin-top: 1rem }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #767680; border-radius: .4rem }
button { font: inherit; margin-top: 1.5rem; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; color: #fff; background: #3a3ac8 }
:focus-visible { outline: 3px solid #3a3ac8; outline-offset: 2px }
[role=alert] { padding: .5rem .8rem; border-left: .3rem solid #b3261e; overflow-wrap: anywhere }
`

const styleHash = createHash('sha256').update(STYLE).digest('base64')

/** In one piece, because whitespace counts for the hash. */
const STYLE_TAG = raw(`<style>${STYLE}</style>`)

/** No scripts, images or other hosts; forms only to this host. */
const POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

type Fragment = ReturnType<typeof html>

const input = (field: PageField): Fragment =>
  html`<label for="${field.name}">${field.label}</label>
    <input
      id="${field.name}"
      name="${field.name}"
      type="${field.type}"
      ${field.isRequired ? 'required' : ''}
      autocomplete="${field.autocomplete}"
      value="${field.value ?? ''}"
    />`

const formOf = (form: Page['form']): Fragment | string =>
  form === null
    ? ''
    : html`<form method="post" action="${form.action}">
        <input type="hidden" name="activation_key" value="${form.key}" />
        ${form.fields.map(input)}
        <button type="submit">${form.button}</button>
      </form>`

/** The reason of a refusal, with fields named by their labels on this page. */
const sentenceOf = (given: Refusal, fields: readonly PageField[], language: Language): string => {
  const refused = inWireNames(given)
  if (refused.type !== 'InvalidFields') return describeRefusal(refused, language).sentence
  return refused.faults
    .map((fault) => {
      const label = fields.find(({ name }) => name === fault.field)?.label ?? fault.field
      return `${label}: ${faultSentence(fault, language)}`
    })
    .join(' ')
}

/** The page. Its status is that of the refusal, if there is one. */
export const pageResponse = async (page: Page, language: Language): Promise<Reply> => {
  const { refused, form } = page
  const described = refused === null ? null : describeRefusal(refused, language)
  const sentence = refused === null ? null : sentenceOf(refused, form?.fields ?? [], language)
  const document = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title}</title>
        ${STYLE_TAG}
      </head>
      <body>
        <main>
          <h1>${page.heading}</h1>
          ${sentence === null ? '' : html`<p role="alert">${sentence}</p>`}
          ${page.text === null ? '' : html`<p>${page.text}</p>`} ${formOf(form)}
          ${(page.links ?? []).map(({ href, label }) => html`<p><a href="${href}">${label}</a></p>`)}
        </main>
      </body>
    </html> `
  return respond(described?.status ?? 200, String(document), {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': POLICY,
    // Without any, a browser says of a form that its origin is `null`. The key in the address stays here.
    'Referrer-Policy': 'strict-origin',
    Vary: 'Accept, Accept-Language',
    ...NO_STORE,
    ...described?.headers,
  })
}
