import type { Mix, Stage } from './mix.ts'

const STAGES: readonly Stage[] = ['ingesting', 'mixing', 'encoding']

/** Requested, then the stages, then whatever it ended with. */
const stepOf = (mix: Mix): number => {
  switch (mix.state) {
    case 'requested':
      return 0
    case 'rendering':
      return 1 + STAGES.indexOf(mix.stage)
    case 'rendered':
    case 'failed':
      return 1 + STAGES.length
  }
}

const placeOf = (mix: Mix): readonly number[] => [
  mix.revision,
  mix.attempt,
  stepOf(mix),
  mix.state === 'rendering' ? mix.progress : 0,
]

/**
 * Whether the first is a later sight of the same post's mix than the other: a newer revision, a later attempt, a later stage or
 * a higher percentage. What was seen twice, or is learned too late, is not.
 */
export const isFurther = (mix: Mix, other: Mix): boolean => {
  const [place, otherPlace] = [placeOf(mix), placeOf(other)]
  const at = place.findIndex((part, index) => part !== otherPlace[index])
  return at !== -1 && place[at]! > otherPlace[at]!
}

/** Whether nothing more happens to this revision. */
export const isOver = (mix: Mix): boolean => mix.state === 'rendered' || mix.state === 'failed'
