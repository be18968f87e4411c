import { err, ok, type Result, safeTry } from 'neverthrow'
import { authorsMasterPath, masterPath } from '#domain/mix/master-files.ts'
import { MASTER_FORMATS, type MasterFormat, parseMasterFormat } from '#domain/mix/master-format.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { PostQueries } from '../post/ports.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import { type Busy, sharedWork } from '../shared/shared-work.ts'
import type { AudioUnavailable } from '../track/inspect-upload.ts'
import { isStored } from '../track/is-stored.ts'
import type { MediaNotFound } from '../track/read-media.ts'
import type { TrackFailed, TrackProcessing } from '../track/ready-stem.ts'
import {
  makeAuthorsMaster,
  type MakeMasterDependencies,
  makeMixMaster,
  type MissingMaster,
  type SoundFault,
} from './make-master.ts'
import { stemsOfView } from './stems-of-view.ts'

/** What reading masters needs. */
export type ReadMasterDependencies = MakeMasterDependencies & { readonly postQueries: PostQueries }

/** Masters are not offered in this format. */
export type MasterFormatUnknown = {
  readonly type: 'MasterFormatUnknown'
  readonly given: string
  readonly offered: readonly MasterFormat[]
}

/** The post has no rendered mix: none was requested, it waits for a worker, or it failed. */
export type MixNotRendered = {
  readonly type: 'MixNotRendered'
  readonly postId: PostId
  readonly state: 'none' | 'waiting' | 'failed'
}

/** Why stems cannot be read. */
export type StemRefusal = TrackProcessing | TrackFailed | MediaNotFound | AudioUnavailable

/** The refusals of reading a master. */
export type MasterRefusal = MasterFormatUnknown | MixNotRendered | StemRefusal | Busy

/** A stored master, to be read as any other file, and the title of its post. */
export type StoredMaster = { readonly path: MediaPath; readonly title: string }

/** Each takes a processor and a scratch file, and whoever asked waits for it. */
const MAKING = { atOnce: 2, waiting: 16 }

const mixNotRendered = ({ id, mix }: PostView): MixNotRendered => ({
  type: 'MixNotRendered',
  postId: id,
  state: mix === null ? 'none' : mix.state === 'failed' ? 'failed' : 'waiting',
})

/** For a person, a stem that cannot be decoded is a track that failed. */
export const stemRefusalOf = (fault: SoundFault): StemRefusal | Unavailable => {
  switch (fault.type) {
    case 'StemMissing':
      return { type: 'MediaNotFound', path: fault.path }
    case 'AudioMissing':
    case 'AudioUndecodable':
      return { type: 'TrackFailed' }
    case 'AudioUnavailable':
    case 'Unavailable':
      return fault
  }
}

/** The master of the post in this format, which may not be there yet. */
const masterIn = (
  post: PostView,
  format: MasterFormat,
): Result<MissingMaster, MixNotRendered | TrackProcessing | TrackFailed> => {
  const { mix, master } = post
  if (mix?.state !== 'rendered' || master === null) return err(mixNotRendered(post))
  return stemsOfView(post, mix.recipe).map((stems) => ({
    post,
    recipe: mix.recipe,
    stems,
    format,
    limiter: mix.master?.limiter ?? null,
    path: master === post.track ? authorsMasterPath(post.track, stems.author, format) : masterPath(master, format),
  }))
}

/**
 * Finds the master of a post in a format. MP3 is there once the mix is rendered; the other formats, and every format of
 * an author's track that is the master by itself, are made when they are first asked for, and kept beside it. Whoever asks
 * meanwhile waits for the same file.
 */
export const readMaster = (deps: ReadMasterDependencies) => {
  const making = sharedWork<void, SoundFault>(MAKING)
  return (postId: PostId, extension: string): Outcome<StoredMaster, PostNotFound | MasterRefusal> =>
    safeTry(async function* () {
      const format = parseMasterFormat(extension)
      if (format === null)
        return err({ type: 'MasterFormatUnknown', given: extension, offered: MASTER_FORMATS } as const)
      const post = yield* deps.postQueries.byId(postId)
      if (post === null) return err(postNotFound(postId))
      const wanted = yield* masterIn(post, format)
      const { path } = wanted
      const stored = { path, title: post.title }
      if (path === post.master || (yield* isStored(deps, path))) return ok(stored)
      const make = post.master === post.track ? makeAuthorsMaster : makeMixMaster
      yield* making(path, () => make(deps, wanted)).mapErr((fault) =>
        fault.type === 'Busy' ? fault : stemRefusalOf(fault),
      )
      return ok(stored)
    })
}
