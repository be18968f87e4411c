import type { Result } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies, HttpContext } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import { noteRefusal } from '../problems/problem.ts'
import type { Refusal } from '../refusals.ts'
import type { Reply } from '../reply/reply.ts'
import { type PageField, pageResponse } from './page.ts'
import { uncheckedText } from '../endpoint/wire-names.ts'

/** A form with a key. */
export type KeyForm = { readonly activation_key?: unknown; readonly nickname?: unknown }

/** The texts of one link's pages. */
export type LinkWords = {
  readonly title: string
  /** Above the form. The nickname is empty if it is not known. */
  readonly greeting: (nickname: string) => string
  readonly why: string
  readonly button: string
  readonly done: string
  readonly next: string
}

/** A kind of link: what its page shows and where its form is sent. */
export type Link<Form extends KeyForm> = {
  readonly path: string
  readonly words: Readonly<Record<Language, LinkWords>>
  /** Checks the key and returns the nickname, without changing anything. */
  readonly show: (key: string) => Outcome<{ readonly nickname?: string }, Refusal>
  readonly fields: (language: Language, form: Form) => readonly PageField[]
}

const LOG_IN: Readonly<Record<Language, string>> = { en: 'Log in', ko: '로그인' }

const FAILED: Readonly<Record<Language, string>> = { en: 'That did not work', ko: '완료하지 못했습니다' }

/** Refusals after which a retry on the same page may succeed. */
const mayTryAgain = ({ type }: Refusal): boolean =>
  type === 'WrongPassword' || type === 'NicknameTaken' || type === 'InvalidFields' || type === 'Unavailable'

/** The pages of one kind of link. */
export const linkPages = <Form extends KeyForm>(deps: HttpDependencies, link: Link<Form>) => {
  const action = new URL(publicUrlOf(deps.settings, link.path)).pathname

  const refused = (language: Language, refusal: Refusal): Promise<Reply> => {
    const { title } = link.words[language]
    return pageResponse({ title, heading: FAILED[language], text: null, refused: refusal, form: null }, language)
  }

  /** The form, below the reason why the last attempt failed. */
  const asking = async (
    context: HttpContext,
    language: Language,
    form: Form,
    refusal: Refusal | null,
  ): Promise<Reply> => {
    const shown = await link.show(uncheckedText(form.activation_key))
    if (shown.isErr()) {
      noteRefusal(deps, context, shown.error)
      return refused(language, shown.error)
    }
    const { title, greeting, why, button } = link.words[language]
    const page = { title, heading: greeting(shown.value.nickname ?? ''), text: why, refused: refusal }
    const fields = link.fields(language, form)
    return pageResponse({ ...page, form: { action, key: String(form.activation_key), fields, button } }, language)
  }

  /** The result of the form. */
  const answering = async (
    context: HttpContext,
    language: Language,
    form: Form,
    done: Result<unknown, Refusal>,
  ): Promise<Reply> => {
    if (done.isErr()) {
      noteRefusal(deps, context, done.error)
      return mayTryAgain(done.error) ? asking(context, language, form, done.error) : refused(language, done.error)
    }
    const { title, done: heading, next } = link.words[language]
    const { loginUrl } = deps.settings
    const links = loginUrl === undefined ? [] : [{ href: loginUrl, label: LOG_IN[language] }]
    return pageResponse({ title, heading, text: next, refused: null, links, form: null }, language)
  }

  return { asking, answering }
}
