/** Where Google's button comes from, and where it asks who is logged in. */
const GOOGLE = 'https://accounts.google.com/gsi/'

export type PolicyOptions = {
  /** Where media are, if not on this host. */
  readonly mediaOrigin: string | null
  readonly hasGoogle: boolean
  /** Whether other sites may show the page in a frame. */
  readonly isEmbedded: boolean
}

/**
 * The Content-Security-Policy of a page (level 3, with Trusted Types): scripts and styles come from files of this host and
 * nothing is inline. WebAssembly is for the mixer; audio worklets and workers are files too.
 */
export const policyOf = ({ mediaOrigin, hasGoogle, isEmbedded }: PolicyOptions): string => {
  const media = mediaOrigin === null ? '' : ` ${mediaOrigin}`
  const google = hasGoogle ? ` ${GOOGLE}` : ''
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${hasGoogle ? ` ${GOOGLE}client` : ''}`,
    `style-src 'self'${hasGoogle ? ` ${GOOGLE}style` : ''}`,
    `img-src 'self' blob: data:${media}`,
    `media-src 'self' blob:${media}`,
    `connect-src 'self' blob:${media}${google}`,
    "worker-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    `frame-src ${hasGoogle ? GOOGLE : "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${isEmbedded ? '*' : "'none'"}`,
    "require-trusted-types-for 'script'",
    'trusted-types soundhub',
  ].join('; ')
}
