import { describe, expect, it } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { expectNoSecretIn, graphOn, MINA, newGraph, REFUSED, TOKEN } from './graph.ts'
import { APP, graphError, type known, NOW } from './graph-server.ts'

describe("Facebook's word for a person", () => {
  it.each<readonly [name: string, differences: Parameters<typeof known>[1]]>([
    ['as Graph gives it', {}],
    ['for an app that is spelled as a number', { data: { app_id: Number(APP.id) } }],
    ['with a token that does not expire', { data: { expires_at: 0 } }],
    ['with a token of no known end', { data: { expires_at: undefined } }],
    ['with a token that lives another second', { data: { expires_at: NOW + 1 } }],
  ])('is taken: %s', async (_, differences) => {
    const { tokens } = await newGraph(differences)
    const verified = await valueOf(tokens.verify(TOKEN, MINA))
    expect(verified).toEqual({ provider: 'facebook', subject: MINA, email: 'mina@example.org' })
  })

  it.each<readonly [name: string, email: unknown]>([
    ['not there', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 42],
    ['a list', ['mina@example.org']],
    ['two', 'a@example.org, b@example.org'],
    ['one with a line break', 'mina@example.org\r\nBcc: spy@example.org'],
  ])('proves no address where that is %s', async (_, email) => {
    const { tokens } = await newGraph({ me: { email } })
    expect(await valueOf(tokens.verify(TOKEN, MINA))).toEqual({ provider: 'facebook', subject: MINA, email: null })
  })

  it('is asked for without a token or the secret in an address, but for the token that is asked about', async () => {
    const { server, tokens } = await newGraph()
    await valueOf(tokens.verify(TOKEN, MINA))
    const [inspected, profile, ...others] = server.asked
    expect(others).toEqual([])
    expect(Object.fromEntries(inspected!.url.searchParams)).toEqual({ input_token: TOKEN })
    expect(inspected!.authorization).toBe(`Bearer ${APP.id}|${APP.secret}`)
    expect(profile!.url.searchParams.get('fields')).toBe('id,name,email')
    expect(profile!.url.href).not.toContain(TOKEN)
    expect(profile!.authorization).toBe(`Bearer ${TOKEN}`)
  })

  it('may come from an address that ends in a slash', async () => {
    const { server, tokens } = await newGraph()
    expect(await valueOf(graphOn(server, { graphUrl: `${server.url}/` }).verify(TOKEN, MINA))).toEqual(
      await valueOf(tokens.verify(TOKEN, MINA)),
    )
  })
})

describe("Facebook's refusal", () => {
  it.each<readonly [name: string, differences: Parameters<typeof known>[1]]>([
    ["another app's token", { data: { app_id: '999' } }],
    ['a token of no app', { data: { app_id: undefined } }],
    ['a token of a list with our app', { data: { app_id: [APP.id] } }],
    ['a token that is not valid', { data: { is_valid: false } }],
    ['a token that is valid in words', { data: { is_valid: 'true' } }],
    ['a token that is valid as a number', { data: { is_valid: 1 } }],
    ['a token of which nothing is said', { data: { is_valid: undefined } }],
    ["somebody else's token", { data: { user_id: '666' } }],
    ["nobody's token", { data: { user_id: undefined } }],
    ['a token whose user is a number', { data: { user_id: Number(MINA) } }],
    ["a page's token", { data: { type: 'PAGE' } }],
    ["an app's token", { data: { type: 'APP', user_id: undefined } }],
    ['a token that expires now', { data: { expires_at: Math.floor(NOW) } }],
    ['a token that expired long ago', { data: { expires_at: 1 } }],
    ['a token with an end in words', { data: { expires_at: 'never' } }],
    ['a profile of somebody else', { me: { id: '666' } }],
    ['a profile of nobody', { me: { id: undefined } }],
    ['a profile whose id is a number', { me: { id: Number(MINA) } }],
  ])('is given for %s', async (_, differences) => {
    const { tokens } = await newGraph(differences)
    expect(await refusalOf(tokens.verify(TOKEN, MINA))).toMatchObject(REFUSED)
  })

  it('is given for a token that Graph does not know, and nothing more is asked', async () => {
    const { server, tokens } = await newGraph()
    expect(await refusalOf(tokens.verify('EAABunknown', MINA))).toMatchObject(REFUSED)
    expect(server.asked).toHaveLength(1)
  })

  it.each([
    ['', MINA],
    ['two words', MINA],
    ['a\r\nX-Evil: 1', MINA],
    ['토큰', MINA],
    ['x'.repeat(8193), MINA],
    [TOKEN, ''],
    [TOKEN, 'me'],
    [TOKEN, `${MINA} `],
    [TOKEN, '../me'],
    [TOKEN, '\u0661\u0662'],
  ])('needs no question for %j of %j', async (token, userId) => {
    const { server, tokens } = await newGraph()
    expect(await refusalOf(tokens.verify(token, userId))).toMatchObject(REFUSED)
    expect(server.asked).toEqual([])
  })

  it('is given for every token where no app is set', async () => {
    const { server, tokens } = await newGraph({}, { app: null })
    expect(await refusalOf(tokens.verify(TOKEN, MINA))).toMatchObject(REFUSED)
    expect(server.asked).toEqual([])
  })

  it('is given where the secret is not ours', async () => {
    const { tokens } = await newGraph({}, { app: { ...APP, secret: 'another' } })
    const refusal = await refusalOf(tokens.verify(TOKEN, MINA))
    expect(refusal).toMatchObject({ ...REFUSED, why: 'debug_token: status 400, error 190/unknown' })
  })

  it.each([
    ['an expired session', 400, { code: 190, error_subcode: 463, message: `Error validating ${TOKEN}` }],
    ['a session that was ended', 401, { code: 190, error_subcode: 467 }],
    ['a missing permission', 403, { code: 200 }],
    ['a wrong parameter', 400, { code: 100, type: 'GraphMethodException' }],
    ['an error that comes with 200', 200, { code: 190 }],
  ])('is given for %s, on either path, and repeats no token', async (_, status, error) => {
    for (const path of ['debug_token', 'me'] as const) {
      const { server, tokens } = await newGraph()
      server.answerWith(path, graphError(status, error))
      const refusal = await refusalOf(tokens.verify(TOKEN, MINA))
      expect(refusal).toMatchObject(REFUSED)
      expectNoSecretIn(refusal)
    }
  })
})
