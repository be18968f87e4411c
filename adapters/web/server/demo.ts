/** Makes the demonstration: the accounts to log in with, or null if there are songs already. */
export type MakeDemo = () => Promise<readonly { readonly email: string; readonly password: string }[] | null>

/** Whether the request is the button of the empty start page. */
export const isForDemo = ({ method, url }: Request): boolean => method === 'POST' && new URL(url).pathname === '/demo'

/** Only a page of this host may ask: browsers say so in a header that no script can set (Fetch Metadata). */
const isFromHere = (request: Request): boolean => request.headers.get('Sec-Fetch-Site') === 'same-origin'

/** Answers with the accounts that were made. */
export const demonstrate = async (request: Request, makeDemo: MakeDemo): Promise<Response> => {
  const headers = { 'Cache-Control': 'no-store' }
  if (!isFromHere(request)) return new Response(null, { status: 403, headers })
  const accounts = await makeDemo()
  return accounts === null ? new Response(null, { status: 409, headers }) : Response.json({ accounts }, { headers })
}
