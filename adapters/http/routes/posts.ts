import { err, ok } from 'neverthrow'
import type { PostView } from '#application/post/post-view.ts'
import type { Page } from '#application/shared/page.ts'
import type { PostId } from '#domain/shared/id.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { publicUrlOf, urlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { TRACK_UPLOAD } from '../endpoint/track-upload.ts'
import { IMAGE_REFUSALS } from './images.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { json, nothing } from '../reply/reply.ts'
import { cachedJson } from '../reply/cached-json.ts'
import { unchecked, uncheckedImage } from '../endpoint/wire-names.ts'
import { orderingSchema, POST_ORDERINGS, readOrdering } from '../endpoint/ordering.ts'
import type { PostListForm } from '#application/post/read-posts.ts'
import type { DescriptionForm } from '#domain/post/post.ts'

const postAnswer = (status: 200 | 201, description: string) => [{ status, description, schema: postSchema }]

type WireForm = {
  readonly title?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly bpm?: unknown
}

const described = ({ title, instrument, genre, bpm }: WireForm): DescriptionForm =>
  unchecked<DescriptionForm>({ title, instruments: instrument, genres: genre, bpm })

/** Posts: list, create, read, edit, delete. */
export const posts = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  const added = (id: PostId) =>
    soundhub.posts
      .read(id)
      .map((post) => json(201, presentPost(post), { Location: publicUrlOf(settings, `/post/${post.id}`) }))

  const showPost = cachedJson(presentPost)
  const showList = cachedJson((page: Page<PostView>, url) => presentPage(page, presentPost, url, settings))
  const shown = (id: PostId) => soundhub.posts.read(id).map((post) => json(200, presentPost(post)))

  endpoint(
    {
      methods: ['get'],
      path: '/post',
      tag: 'posts',
      summary: 'List posts, newest first by default',
      access: 'anyone',
      query: {
        ordering: orderingSchema(POST_ORDERINGS),
        instrument: FORM.instrument.optional(),
        genre: FORM.genre.optional(),
        ...PAGE_QUERY,
      },
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(postSchema) }],
      refuses: ['InvalidFields'],
    },
    async ({ query, context }) => {
      const order = readOrdering(query.ordering, POST_ORDERINGS)
      if (order.isErr()) return err(order.error)
      const form = { order: order.value, instruments: query.instrument, genres: query.genre, pageSize: query.page_size }
      const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
        soundhub.posts.list(unchecked<PostListForm>(form), cursor),
      )
      return page.map((found) => showList(found, urlOf(context)))
    },
  )

  endpoint(
    {
      methods: ['post'],
      path: '/post',
      tag: 'posts',
      summary: 'Create a post with a track',
      access: 'user',
      body: {
        title: FORM.title,
        instrument: FORM.instrument,
        genre: FORM.genre,
        bpm: FORM.bpm.optional(),
        post_img: FORM.image.optional(),
        [TRACK_UPLOAD]: FORM.trackUpload.optional(),
      },
      files: ['author_track', 'post_img'],
      track: 'author_track',
      idempotent: (made) => added(made as PostId),
      answers: postAnswer(201, 'The new post'),
      refuses: [
        'InvalidFields',
        'TrackEmpty',
        'TrackUnsupported',
        'TrackWithoutAudio',
        'TrackUndecodable',
        'TrackTooLong',
        'UploadNotFound',
        'UploadIncomplete',
        'AudioUnavailable',
        ...IMAGE_REFUSALS,
        'NotAuthenticated',
        'PostNotFound',
        'IdempotencyKeyInUse',
      ],
    },
    ({ session, form, files, idempotentRequest }) =>
      soundhub.posts
        .create({
          ...described(form),
          author: session.userId,
          track: files.author_track,
          image: uncheckedImage(form.post_img, files.post_img),
          idempotentRequest,
        })
        .andThen(added),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}',
      tag: 'posts',
      summary: 'Get a post',
      access: 'anyone',
      id: 'PostId',
      answers: postAnswer(200, 'The post'),
      refuses: ['PostNotFound'],
    },
    async ({ id, context }) => (await soundhub.posts.read(id)).map((post) => showPost(post, context.req.url)),
  )

  endpoint(
    {
      methods: ['post', 'patch'],
      path: '/post/{id}',
      tag: 'posts',
      summary: 'Edit a post; fields that are not sent stay',
      access: 'user',
      id: 'PostId',
      body: {
        title: FORM.title.optional(),
        instrument: FORM.instrument.optional(),
        genre: FORM.genre.optional(),
        bpm: FORM.bpm.optional(),
        post_img: FORM.image.optional(),
      },
      files: ['post_img'],
      answers: postAnswer(200, 'The changed post'),
      refuses: ['PostNotFound', 'NotThePostAuthor', 'InvalidFields', ...IMAGE_REFUSALS],
    },
    ({ id, session, form, files }) =>
      soundhub.posts
        .edit({
          ...described(form),
          id,
          editor: session.userId,
          image: uncheckedImage(form.post_img, files.post_img),
        })
        .andThen(() => shown(id)),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/post/{id}',
      tag: 'posts',
      summary: 'Delete a post with its comments, its mix and its files',
      access: 'user',
      id: 'PostId',
      answers: [{ status: 204, description: 'Deleted' }],
      refuses: ['PostNotFound', 'NotThePostAuthor'],
    },
    ({ id, session }) => soundhub.posts.delete({ id, remover: session.userId }).andThen(() => ok(nothing())),
  )
}
