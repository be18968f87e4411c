import { z } from '@hono/zod-openapi'
import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import { isOver } from '#domain/mix/mix-order.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import { clientOf } from '../endpoint/client-address.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { presentMix } from '../presenters/mix.ts'
import type { RefusalOf } from '../refusals.ts'
import { EVENT_STREAM_HEADERS, eventStreams } from '../reply/event-stream.ts'
import { nothing, type Reply, respond } from '../reply/reply.ts'

const LAST_EVENT_ID = 'Last-Event-ID'

const HEADERS = {
  [LAST_EVENT_ID]: z
    .string()
    .openapi({ description: 'The revision whose end the client has seen; a browser sends it by itself' })
    .optional(),
}

/** Only the end has an id, the revision: what a client saw of a mix before that does not keep it from reconnecting. */
const eventOf = (mix: Mix): string =>
  `event: mix\n${isOver(mix) ? `id: ${mix.revision}\n` : ''}data: ${JSON.stringify(presentMix(mix))}\n\n`

const replyTo = (
  context: HttpContext,
  latest: Mix | null,
  { body, end }: { readonly body: ReadableStream<Uint8Array>; readonly end: () => void },
): Reply => {
  const hasSeenTheEnd =
    latest !== null && isOver(latest) && context.req.header(LAST_EVENT_ID) === String(latest.revision)
  if (!hasSeenTheEnd && context.req.method !== 'HEAD') return respond(200, body, EVENT_STREAM_HEADERS)
  end()
  void body.cancel()
  return hasSeenTheEnd ? nothing() : respond(200, null, EVENT_STREAM_HEADERS)
}

/** How a mix comes along, as server-sent events. */
export const mixEvents = ({ soundhub, settings }: HttpDependencies, endpoint: Endpoint): void => {
  const streams = eventStreams(settings.eventStreams)

  const follow = (
    context: HttpContext,
    id: PostId,
  ): ResultAsync<Reply, RefusalOf<'MixNotFound' | 'TooManyStreams'> | Unavailable> =>
    safeTry(async function* () {
      const stream = streams.open(context, clientOf(context, settings))
      if (stream === null) return err({ type: 'TooManyStreams' } as const)
      let latest: Mix | null = null
      const follower = (mix: Mix | null): void => {
        latest = mix
        if (mix !== null) stream.send(eventOf(mix))
        if (mix === null || isOver(mix)) stream.end()
      }
      stream.onClosed(yield* soundhub.mixes.follow(id, follower).orTee(() => void stream.body.cancel()))
      return ok(replyTo(context, latest, stream))
    })

  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/mix/events',
      tag: 'mixes',
      summary: 'Follow a mix while it is rendered, as server-sent events',
      description:
        'The first event is the mix as it is now, then comes one for every change; each is named `mix`, and its data is the `mix` of a post. A newer revision takes the place of an older one. The stream ends after the event whose status is `done` or `failed`, which alone has an id: the revision. A browser’s EventSource then connects again, unless it was closed, and gets 204, which stops it. A comment comes every 15 seconds.',
      access: 'anyone',
      id: 'PostId',
      headers: HEADERS,
      answers: [
        { status: 200, description: 'The events', others: [EVENT_STREAM_HEADERS['Content-Type']!] },
        { status: 204, description: 'The mix is over, and the client has seen its end' },
      ],
      refuses: ['MixNotFound', 'TooManyStreams'],
    },
    ({ context, id }) => follow(context, id),
  )
}
