import { sql } from 'kysely'
import type { RevisionQueries, RevisionView } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { PostId } from '#domain/shared/id.ts'
import { mixRevisionOf, type MixRevisionRow } from '../rows/mix-revision-rows.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { authorOf, byNumber, msOf, type PageShape, pageShape, pageSql, pageValues } from './view-sql.ts'

type AuthorJson = { readonly id: number; readonly nickname: string; readonly picture: string | null }

type RevisionViewRow = Omit<MixRevisionRow, 'requestedAt' | 'finishedAt'> & {
  readonly requestedMs: number
  readonly finishedMs: number
  readonly before: Recipe | null
  readonly contributors: readonly AuthorJson[]
  readonly isCurrent: boolean
}

const NEWEST = byNumber('revision')

const COLUMNS = sql`
  r.post_id as "postId", r.revision, r.stems, r.recipe, r.recipe_id as "recipeId", r.credits,
  ${msOf('r.requested_at')} as "requestedMs", ${msOf('r.finished_at')} as "finishedMs", r.master_path as "masterPath",
  r.master_loudness as "masterLoudness", r.master_true_peak as "masterTruePeak", r.master_frames as "masterFrames",
  r.master_gain as "masterGain", r.master_ceiling as "masterCeiling"`

const BEFORE = sql`(
    select b.recipe from mix_revisions b where b.post_id = r.post_id and b.revision < r.revision
    order by b.revision desc limit 1
  )`

const CONTRIBUTORS = sql`(
    select coalesce(json_agg(
      json_build_object('id', a.id, 'nickname', a.nickname, 'picture', a.profile_img_path) order by credit.at), '[]')
    from unnest(r.credits) with ordinality credit (user_id, at) join users a on a.id = credit.user_id
  )`

const CURRENT = sql`
  select max(c.revision) as revision from mix_revisions c where c.post_id = p.id and c.master_path = p.master_path`

const OF_POST = byShape((shape: PageShape) => {
  const page = pageSql(NEWEST, 'r', shape)
  return sql<RevisionViewRow | { readonly revision: null }>`
    select ${COLUMNS}, ${BEFORE} as before, ${CONTRIBUTORS} as contributors,
      r.revision is not distinct from current.revision as "isCurrent"
    from posts p
    cross join lateral (${CURRENT}) current
    left join lateral (
      select * from (select m.*, m.revision as id from mix_revisions m where m.post_id = p.id) r
      where ${page.cursorCondition} ${page.order} ${page.limit}
    ) r on true
    where p.id = ${parameter('postId')}
    ${page.order}`
})

const viewOf = ({
  before,
  contributors,
  isCurrent,
  requestedMs,
  finishedMs,
  ...row
}: RevisionViewRow): RevisionView => ({
  ...mixRevisionOf({ ...row, requestedAt: new Date(requestedMs), finishedAt: new Date(finishedMs) }),
  before,
  contributors: contributors.map(({ id, nickname, picture }) => authorOf(id, nickname, picture)),
  isCurrent,
})

/** Reads revisions for screens with plain SQL, without building entities. */
export class MikroOrmRevisionQueries implements RevisionQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  ofPost(postId: PostId, request: PageRequest): Outcome<Page<RevisionView> | null> {
    return this.#reads.read(OF_POST(pageShape(request)), { postId, ...pageValues(NEWEST, request) }, (rows) => {
      if (rows.length === 0) return null
      const revisions = rows.filter((row) => row.revision !== null).map(viewOf)
      return pageOf(revisions, request, ({ revision }) => ({ key: revision, id: revision }))
    })
  }
}
