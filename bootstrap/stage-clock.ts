import type { RenderStage } from '#adapters/prometheus/prometheus-metrics.ts'
import type { Stage } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'

const NAMES: Readonly<Record<Stage, RenderStage>> = { ingesting: 'ingest', mixing: 'mix', encoding: 'encode' }

/** Times the stages of the mixes that this process renders. */
export type StageClock = {
  readonly begin: (postId: PostId) => void
  /** A stage lasts until the next one is entered. One that is told of again goes on. */
  readonly enter: (postId: PostId, stage: Stage) => void
  /** The last stage counts only if it came to its end. */
  readonly end: (postId: PostId, isDone: boolean) => void
}

export const stageClock = (
  ended: (stage: RenderStage, milliseconds: number) => void,
  now: () => number = () => performance.now(),
): StageClock => {
  const running = new Map<PostId, { readonly stage: Stage; readonly since: number }>()
  const tell = (postId: PostId): void => {
    const last = running.get(postId)
    if (last !== undefined) ended(NAMES[last.stage], now() - last.since)
  }
  return {
    begin: (postId) => void running.set(postId, { stage: 'ingesting', since: now() }),
    enter: (postId, stage) => {
      const last = running.get(postId)
      if (last === undefined || last.stage === stage) return
      tell(postId)
      running.set(postId, { stage, since: now() })
    },
    end: (postId, isDone) => {
      if (isDone) tell(postId)
      running.delete(postId)
    },
  }
}
