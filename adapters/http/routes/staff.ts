import { z } from '@hono/zod-openapi'
import { MAX_FAILED_JOBS_SHOWN } from '#application/account/list-failed-jobs.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import { auditEntrySchema, failedJobSchema, presentAuditEntry, presentFailedJob } from '../presenters/staff.ts'
import { count } from '../presenters/shared-schemas.ts'
import { json, NO_STORE } from '../reply/reply.ts'
import { urlOf } from '../urls.ts'

const queuedSchema = z.object({
  queued: count.openapi({ description: 'How many were queued: not those that wait already in the same form' }),
})

/** What only staff sees: its log and the jobs that failed. */
export const staff = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  endpoint(
    {
      methods: ['get'],
      path: '/staff/audit-log',
      tag: 'staff',
      summary: 'Staff: list what staff did, the latest first',
      access: 'user',
      query: PAGE_QUERY,
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(auditEntrySchema) }],
      refuses: ['NotStaff', 'InvalidFields'],
    },
    async ({ session, query, context }) => {
      const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
        soundhub.staff.auditLog(
          { staff: session.userId },
          unchecked<{ pageSize: number }>({ pageSize: query.page_size }),
          cursor,
        ),
      )
      return page.map((found) => json(200, presentPage(found, presentAuditEntry, urlOf(context), settings), NO_STORE))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/staff/failed-jobs',
      tag: 'staff',
      summary: 'Staff: list the jobs that failed at every try, oldest first',
      access: 'user',
      answers: [
        {
          status: 200,
          description: `On one page: the oldest ${MAX_FAILED_JOBS_SHOWN}; later ones are listed once these are queued again`,
          schema: listSchema(failedJobSchema),
        },
      ],
      refuses: ['NotStaff'],
    },
    ({ session }) =>
      soundhub.staff
        .failedJobs({ staff: session.userId })
        .map((jobs) => json(200, { results: jobs.map(presentFailedJob), next: null, previous: null }, NO_STORE)),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/staff/failed-jobs/{job}/retry',
      tag: 'staff',
      summary: 'Staff: queue a failed job again, with every try left',
      access: 'user',
      answers: [{ status: 200, description: 'It is off the list', schema: queuedSchema }],
      refuses: ['NotStaff', 'FailedJobNotFound'],
    },
    ({ session, context }) =>
      soundhub.staff
        .retryJob({ staff: session.userId, id: context.req.param('job') ?? '' })
        .map((queued) => json(200, { queued })),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/staff/failed-jobs/retry',
      tag: 'staff',
      summary: 'Staff: queue all failed jobs again, with every try left',
      access: 'user',
      answers: [{ status: 200, description: 'The list is empty', schema: queuedSchema }],
      refuses: ['NotStaff'],
    },
    ({ session }) => soundhub.staff.retryAllJobs({ staff: session.userId }).map((queued) => json(200, { queued })),
  )
}
