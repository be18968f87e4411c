import { ok, ResultAsync } from 'neverthrow'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { acts, LINK_DESCRIPTION, prefersPage } from '../endpoint/languages.ts'
import { linkPages } from '../link-pages/link-page.ts'
import { NOT_ME_WORDS } from '../link-pages/words.ts'
import { detailReply, detailSchema } from '../reply/detail-reply.ts'
import { uncheckedText } from '../endpoint/wire-names.ts'

const UNDONE: Readonly<Record<Language, string>> = {
  en: 'Undone as far as possible.',
  ko: '되돌릴 수 있는 만큼 되돌렸습니다.',
}

/** The page behind the "this was not me" link. */
export const notMeReport = (deps: HttpDependencies, endpoint: Endpoint): void => {
  const { soundhub } = deps
  const path = '/user/not_me'
  const pages = linkPages(deps, {
    path,
    words: NOT_ME_WORDS,
    show: (key) => soundhub.accounts.showNotMeReport(key).map(() => ({})),
    fields: () => [],
  })
  const answers = [{ status: 200, description: 'Undone', schema: detailSchema, others: ['text/html'] }] as const

  endpoint(
    {
      methods: ['get'],
      path,
      tag: 'accounts',
      summary: 'Open a "this was not me" link: a program undoes the change, a browser gets a page and changes nothing',
      description: LINK_DESCRIPTION,
      access: 'anonymous',
      query: { activation_key: FORM.activationKey },
      answers,
      refuses: ['ActivationKeyUnknown', 'ActivationKeyExpired'],
    },
    ({ context, query, language }) =>
      acts(context)
        ? soundhub.accounts
            .reportNotMe(uncheckedText(query.activation_key), language)
            .map(() => detailReply(200, UNDONE, language))
        : ResultAsync.fromSafePromise(pages.asking(context, language, query, null)),
  )

  endpoint(
    {
      methods: ['post'],
      path,
      tag: 'accounts',
      summary: 'Report "this was not me" and undo the change',
      access: 'anonymous',
      body: { activation_key: FORM.activationKey },
      answers,
      refuses: ['ActivationKeyUnknown', 'ActivationKeyExpired'],
    },
    async ({ context, form, language }) => {
      const done = await soundhub.accounts.reportNotMe(uncheckedText(form.activation_key), language)
      return prefersPage(context.req.header('Accept'))
        ? ok(await pages.answering(context, language, form, done))
        : done.map(() => detailReply(200, UNDONE, language))
    },
  )
}
