import type { RowsOf } from './row.ts'

/** Refusals about proposals for a mix. Those about their recipes are in `mix-problems.ts`. */
export const PROPOSAL_PROBLEMS: RowsOf<
  'ProposalNotFound' | 'ProposalDecided' | 'ProposalWithdrawn' | 'TooManyProposals'
> = {
  ProposalNotFound: {
    status: 404,
    code: 'PROPOSAL_NOT_FOUND',
    en: ({ id }) => `There is no proposal ${id} for this post.`,
    ko: ({ id }) => `이 게시물에는 제안 ${id}이(가) 없습니다.`,
  },
  ProposalDecided: {
    status: 409,
    code: 'PROPOSAL_DECIDED',
    en: ({ id, decision }) => `Proposal ${id} has been ${decision} already.`,
    ko: ({ id, decision }) => `제안 ${id}은(는) 이미 ${decision === 'taken' ? '채택' : '거절'}되었습니다.`,
    extra: ({ decision }) => ({ decision }),
  },
  ProposalWithdrawn: {
    status: 409,
    code: 'PROPOSAL_WITHDRAWN',
    en: ({ id }) => `A comment in proposal ${id} was deleted, so it can no longer be heard or taken.`,
    ko: ({ id }) => `제안 ${id}에 들어 있던 댓글이 삭제되어 더는 듣거나 채택할 수 없습니다.`,
  },
  TooManyProposals: {
    status: 409,
    code: 'TOO_MANY_PROPOSALS',
    en: ({ maximum }) =>
      `You have ${maximum} open proposals for this post. Its author has to decide on one before you can make another.`,
    ko: ({ maximum }) =>
      `이 게시물에 대해 아직 결정되지 않은 제안이 ${maximum}개 있습니다. 작성자가 결정하면 새로 제안할 수 있습니다.`,
  },
}
