import { etagOf } from './etag.ts'
import { json, type Reply } from './reply.ts'

/** Presents views as JSON. For the same view object and URL, the serialized and hashed response is reused. */
export const cachedJson = <View extends object>(present: (view: View, url: string) => unknown) => {
  const shown = new WeakMap<View, { readonly url: string; readonly reply: Reply }>()
  return (view: View, url: string): Reply => {
    const before = shown.get(view)
    if (before?.url === url) return before.reply
    const { status, body, headers } = json(200, present(view, url))
    const bytes = Buffer.from(body as string, 'utf8')
    const reply = { status, body: bytes, headers: { ...headers, ETag: etagOf(bytes) } }
    shown.set(view, { url, reply })
    return reply
  }
}
