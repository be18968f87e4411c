import { type PostId, type ProposalId, parseId } from '#domain/shared/id.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { EXPECTED_REVISION, expectedIn } from '../endpoint/expected-revision.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { mixFormOf, RECIPE_FIELDS, RECIPE_FORM } from '../endpoint/recipe-fields.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { presentProposal, proposalSchema } from '../presenters/proposal.ts'
import { json, nothing } from '../reply/reply.ts'
import { publicUrlOf, urlOf } from '../urls.ts'

type Parts = Pick<HttpDependencies, 'soundhub' | 'settings'>

const ONE = '/post/{id}/mixes/{proposal}'

/** The proposal in the path. */
const proposalIn = (context: HttpContext) =>
  parseId<'ProposalId'>(context.req.param('proposal')).mapErr(() => ({ type: 'PathUnknown' }) as const)

const proposing = ({ soundhub, settings }: Parts, endpoint: Endpoint): void => {
  const added = (id: ProposalId) =>
    soundhub.mixes.proposal(id).map((proposal) =>
      json(201, presentProposal(proposal), {
        Location: publicUrlOf(settings, `/post/${proposal.postId}/mixes/${id}`),
      }),
    )

  endpoint(
    {
      methods: ['post'],
      path: '/post/{id}/mixes',
      tag: 'mixes',
      summary: 'Propose a mix, which everybody can hear once it is rendered in the background',
      description:
        'Takes what `PATCH /post/{id}/mix` takes, of anybody. The mix of the post stays as it is until its author takes the proposal.',
      access: 'user',
      id: 'PostId',
      body: { mix_tracks: FORM.mixTracks.optional(), ...RECIPE_FORM },
      nested: RECIPE_FIELDS,
      idempotent: (made) => added(made as ProposalId),
      answers: [{ status: 201, description: 'The new proposal', schema: proposalSchema }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotAuthenticated',
        'NotCommentsOfThePost',
        'StemRepeated',
        'TooManyStems',
        'TooManyProposals',
        'ProposalNotFound',
        'IdempotencyKeyInUse',
      ],
    },
    ({ id: postId, session, form, idempotentRequest }) =>
      soundhub.mixes
        .propose({ ...mixFormOf(form), postId, proposer: session.userId, idempotentRequest })
        .andThen(added),
  )
}

const reading = ({ soundhub, settings }: Parts, endpoint: Endpoint): void => {
  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/proposals',
      tag: 'mixes',
      summary: 'List the proposals for the mix of a post, newest first',
      description: 'Who made each, what it would change, what it sounds like, and what the author made of it.',
      access: 'anyone',
      id: 'PostId',
      query: PAGE_QUERY,
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(proposalSchema) }],
      refuses: ['InvalidFields', 'PostNotFound'],
    },
    async ({ id, query, context }) => {
      const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
        soundhub.mixes.proposals(id, unchecked<{ pageSize: number }>({ pageSize: query.page_size }), cursor),
      )
      return page.map((found) => json(200, presentPage(found, presentProposal, urlOf(context), settings)))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: ONE,
      tag: 'mixes',
      summary: 'Get a proposal',
      access: 'anyone',
      id: 'PostId',
      answers: [{ status: 200, description: 'The proposal', schema: proposalSchema }],
      refuses: ['ProposalNotFound', 'PathUnknown'],
    },
    ({ id, context }) =>
      proposalIn(context)
        .asyncAndThen((proposal) => soundhub.mixes.proposal(proposal, id))
        .map((proposal) => json(200, presentProposal(proposal))),
  )
}

const deciding = ({ soundhub }: Parts, endpoint: Endpoint): void => {
  const shown = (postId: PostId) => soundhub.posts.read(postId).map((post) => json(200, presentPost(post)))

  endpoint(
    {
      methods: ['put'],
      path: ONE,
      tag: 'mixes',
      summary: 'Take a proposal as the next revision of the mix',
      description:
        'If it was rendered, its master is the post’s at once; if not, it is rendered like any mix. `If-Match` names the revision of the mix that is to be replaced.',
      access: 'user',
      id: 'PostId',
      headers: EXPECTED_REVISION,
      answers: [{ status: 200, description: 'The post with its mix', schema: postSchema }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotThePostAuthor',
        'RevisionMismatch',
        'ProposalNotFound',
        'ProposalDecided',
        'ProposalWithdrawn',
        'PathUnknown',
      ],
    },
    ({ id: postId, session, context }) =>
      proposalIn(context)
        .asyncAndThen((id) =>
          soundhub.mixes.takeProposal({ id, postId, requester: session.userId, ...expectedIn(context) }),
        )
        .andThen(() => shown(postId)),
  )

  endpoint(
    {
      methods: ['delete'],
      path: ONE,
      tag: 'mixes',
      summary: 'Decline a proposal, with a sentence why',
      description: 'The proposal stays to be heard, and shows the sentence.',
      access: 'user',
      id: 'PostId',
      body: { reason: FORM.reason.optional() },
      answers: [{ status: 204, description: 'Declined' }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotThePostAuthor',
        'ProposalNotFound',
        'ProposalDecided',
        'ProposalWithdrawn',
        'PathUnknown',
      ],
    },
    ({ id: postId, session, form, context }) =>
      proposalIn(context)
        .asyncAndThen((id) =>
          soundhub.mixes.declineProposal({
            ...unchecked<{ reason: string }>({ reason: form.reason }),
            id,
            postId,
            requester: session.userId,
          }),
        )
        .map(() => nothing()),
  )
}

/** Proposals: mixes that others suggest. */
export const proposals = (parts: Parts, endpoint: Endpoint): void => {
  proposing(parts, endpoint)
  reading(parts, endpoint)
  deciding(parts, endpoint)
}
