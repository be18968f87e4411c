/** Makes the demonstration: the accounts to log in with, or null if there are songs already. */
export type MakeDemo = () => Promise<readonly { readonly email: string; readonly password: string }[] | null>

/** Whether the request is the button of the empty start page. */
export const isForDemo = ({ method, url }: Request): boolean => method === 'POST' && new URL(url).pathname === '/demo'

/** Answers with the accounts that were made; who asks while they are being made is told of the same ones. */
export const demonstration = (makeDemo: MakeDemo, isOwnOrigin: (request: Request) => boolean) => {
  let making: ReturnType<MakeDemo> | null = null
  return async (request: Request): Promise<Response> => {
    const headers = { 'Cache-Control': 'no-store' }
    if (!isOwnOrigin(request)) return new Response(null, { status: 403, headers })
    making ??= makeDemo().finally(() => {
      making = null
    })
    const accounts = await making
    return accounts === null ? new Response(null, { status: 409, headers }) : Response.json({ accounts }, { headers })
  }
}
