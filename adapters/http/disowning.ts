import { ok, ResultAsync } from 'neverthrow'
import type { Language } from '#application/shared/world.ts'
import type { Edge } from './edge.ts'
import type { Endpoint } from './endpoint.ts'
import { FORM } from './form-fields.ts'
import { acts, LINK_DESCRIPTION, prefersPage } from './languages.ts'
import { linkPages } from './links/link-page.ts'
import { DISOWN_WORDS } from './links/link-words.ts'
import { said, saidSchema } from './said.ts'

const UNDONE: Readonly<Record<Language, string>> = {
  en: 'It is undone, as far as it can be.',
  ko: '되돌릴 수 있는 만큼 되돌렸습니다.',
}

/** Where "this was not me" leads. */
export const disowning = (edge: Edge, endpoint: Endpoint): void => {
  const { soundhub } = edge
  const path = '/user/not_me'
  const pages = linkPages(edge, {
    path,
    words: DISOWN_WORDS,
    show: (rawKey) => soundhub.showDisowning(rawKey).map(() => ({})),
    fields: () => [],
  })
  const answers = [{ status: 200, description: 'It is undone', schema: saidSchema, others: ['text/html'] }] as const

  endpoint(
    {
      methods: ['get'],
      path,
      tag: 'accounts',
      summary: 'This was not me: a program undoes it, anybody else sees a page and changes nothing',
      description: LINK_DESCRIPTION,
      who: 'nobody in particular',
      query: { activation_key: FORM.activationKey },
      answers,
      refuses: ['ActivationKeyUnknown', 'ActivationKeyExpired'],
    },
    ({ context, query, language }) =>
      acts(context)
        ? soundhub.disown(query.activation_key, language).map(() => said(200, UNDONE, language))
        : ResultAsync.fromSafePromise(pages.asking(context, language, query, null)),
  )

  endpoint(
    {
      methods: ['post'],
      path,
      tag: 'accounts',
      summary: 'This was not me: undo it',
      who: 'nobody in particular',
      body: { activation_key: FORM.activationKey },
      answers,
      refuses: ['ActivationKeyUnknown', 'ActivationKeyExpired'],
    },
    async ({ context, form, language }) => {
      const done = await soundhub.disown(form.activation_key, language)
      return prefersPage(context.req.header('Accept'))
        ? ok(await pages.answering(context, language, form, done))
        : done.map(() => said(200, UNDONE, language))
    },
  )
}
