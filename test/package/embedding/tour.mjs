/** What a musician's program sees of a Soundhub at `url`, whatever it is mounted in: answers, and where they lead. */
const TONE = new Uint8Array(44 + 9600)
const view = new DataView(TONE.buffer)
const word = (at, text) => TONE.set(new TextEncoder().encode(text), at)
word(0, 'RIFF')
word(8, 'WAVEfmt ')
word(36, 'data')
view.setUint32(4, TONE.length - 8, true)
view.setUint32(16, 16, true)
view.setUint16(20, 1, true)
view.setUint16(22, 1, true)
view.setUint32(24, 48_000, true)
view.setUint32(28, 96_000, true)
view.setUint16(32, 2, true)
view.setUint16(34, 16, true)
view.setUint32(40, TONE.length - 44, true)

const PASSWORD = 'seven-strings'

const send = async (url, { token, form, json, ...request } = {}) => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(30_000),
    ...request,
    method: request.method ?? ((form ?? json) ? 'POST' : 'GET'),
    headers: {
      Accept: 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...request.headers,
    },
    body: json === undefined ? form : JSON.stringify(json),
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const type = response.headers.get('Content-Type') ?? ''
  const text = new TextDecoder().decode(bytes)
  const body = type.includes('json') ? JSON.parse(text) : text
  return { status: response.status, headers: response.headers, type: type.split(';')[0], bytes, body }
}

const form = (fields, track) => {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.append(name, value)
  for (const [name, bytes] of Object.entries(track)) made.append(name, new Blob([bytes]), 'tone.wav')
  return made
}

const until = async (ask) => {
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Signs up, opens the link in the mail, logs in: their token. */
const join = async (url, linkTo, nickname) => {
  const email = `${nickname}@example.org`
  const names = { email, nickname, instrument: 'Guitar', password1: PASSWORD, password2: PASSWORD }
  const signedUp = await send(`${url}/user/signup`, { json: names })
  const link = await until(() => linkTo(email))
  const page = await send(link, { headers: { Accept: 'text/html' } })
  const activated = await send(link)
  const { body } = await send(`${url}/user/login`, { json: { email, password: PASSWORD } })
  const posts = page.body.match(/<form[^>]*action="([^"]*)"/)?.[1]
  return { token: body.token, statuses: [signedUp.status, page.status, activated.status], link, form: posts }
}

const pathIn = (url, there) => (there?.startsWith(`${url}/`) ? there.slice(url.length) : `not below ${url}: ${there}`)

/** `linkTo` gives the link in somebody's mail, or nothing while there is none. */
export const tour = async ({ url, linkTo }) => {
  const { token, statuses, link, form: action } = await join(url, linkTo, 'guitarist')
  const rest = await send(new URL('/', url))
  const post = (title) =>
    send(`${url}/post`, { token, form: form({ title, instrument: 'Guitar', genre: 'Rock' }, { author_track: TONE }) })
  const posted = await post('Three chords')
  await post('Four chords')
  const postUrl = posted.headers.get('Location')
  const commented = await send(`${postUrl}/comments`, {
    token,
    form: form({ instrument: 'Bass' }, { comment_track: TONE }),
  })
  const mixed = await send(`${postUrl}/mix`, { method: 'PATCH', token, json: { mix_tracks: [commented.body.id] } })
  const master = await until(async () => {
    const { body } = await send(postUrl)
    return body.mix.status === 'done' && body.master_track
  })
  const media = new URL(master, `${url}/media/`).href
  const whole = await send(media)
  const part = await send(media, { headers: { Range: 'bytes=4-7' } })
  const firstPage = await send(`${url}/post?page_size=1`, { token })
  const nextPage = await send(firstPage.body.next, { token })
  const { body: document } = await send(`${url}/openapi.json`)
  const documented = await send(
    `${document.servers[0].url}${Object.keys(document.paths).find((path) => path.endsWith('/healthz'))}`,
  )
  const docs = await send(`${url}/docs`, { headers: { Accept: 'text/html' } })
  const assets = [...docs.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(
    ([, path]) => new URL(path, `${url}/docs`).href,
  )
  const loaded = await Promise.all(assets.map(async (asset) => [pathIn(url, asset), (await send(asset)).status]))
  const nothing = await send(`${url}/no/such/page`)
  const wrongMethod = await send(`${url}/healthz`, { method: 'DELETE' })
  return {
    rest: rest.body,
    join: statuses,
    link: pathIn(url, link.split('?')[0]),
    form: action === undefined ? null : pathIn(url, new URL(action, link).href).split('?')[0],
    posted: [posted.status, pathIn(url, postUrl)],
    commented: [commented.status, pathIn(url, commented.headers.get('Location'))],
    mixed: mixed.status,
    whole: [whole.status, whole.bytes.length],
    part: [part.status, part.headers.get('Content-Range'), [...part.bytes], [...whole.bytes].slice(4, 8)],
    next: [
      pathIn(url, firstPage.body.next).split('?')[0],
      firstPage.body.results[0].title,
      nextPage.body.results[0].title,
    ],
    document: [document.openapi, pathIn(url, `${document.servers[0].url}/`), documented.status],
    docs: [docs.status, loaded.map(([path, status]) => [path.split('?')[0], status])],
    nothing: [nothing.status, nothing.type],
    wrongMethod: [wrongMethod.status, wrongMethod.type, wrongMethod.headers.get('Allow')],
  }
}
