import { err, ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { prefersPage } from '../endpoint/languages.ts'
import { pageResponse } from '../link-pages/page.ts'
import { json } from '../reply/reply.ts'
import { pathOf, titleOf } from './problem.ts'
import { PROBLEMS } from './table.ts'

const kindSchema = z.object({ type: z.url(), title: z.string(), status: z.int(), code: z.string() })

type Kind = z.infer<typeof kindSchema>

const SAID: Readonly<Record<Language, (kind: Kind) => string>> = {
  en: ({ status, code }) =>
    `Sent with HTTP status ${status}. Programs should compare the code ${code}; the “detail” of a response is for people.`,
  ko: ({ status, code }) =>
    `HTTP 상태 ${status}(으)로 응답합니다. 프로그램은 코드 ${code}를 비교하고, 응답의 “detail”은 사람에게 보여 줍니다.`,
}

/** The pages that the `type` of a problem links to. */
export const problemPages = ({ settings }: Pick<HttpDependencies, 'settings'>, endpoint: Endpoint): void => {
  const kinds: ReadonlyMap<string, Kind> = new Map(
    Object.values(PROBLEMS).map(({ status, code }) => {
      const path = pathOf(code)
      return [path, { type: publicUrlOf(settings, path), title: titleOf(code), status, code }]
    }),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/problems/{code}',
      tag: 'reference',
      summary: 'A type of problem: where the `type` of an error points to',
      access: 'anonymous',
      answers: [
        {
          status: 200,
          description: 'The problem type. Browsers get a page',
          schema: kindSchema,
          others: ['text/html'],
        },
      ],
      refuses: ['PathUnknown'],
    },
    async ({ context, language }) => {
      const kind = kinds.get(`/problems/${context.req.param('code') ?? ''}`)
      if (kind === undefined) return err({ type: 'PathUnknown' } as const)
      if (!prefersPage(context.req.header('Accept'))) return ok(json(200, kind, { Vary: 'Accept' }))
      const page = { title: 'Soundhub', heading: kind.title, text: SAID[language](kind), refused: null, form: null }
      return ok(await pageResponse(page, language))
    },
  )
}
