import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'

const WINDOW = 64
/** So many places that look alike are looked at: silence looks alike everywhere. */
const MOST_PLACES = 20

/** A stretch of what was heard that is in a master, bit for bit; in frames. */
export type Stretch = { readonly at: number; readonly frames: number; readonly master: number; readonly from: number }

/** Sums over windows, of samples in 24 bits: alike where the sound is, and told apart from chance by what is compared then. */
const sumsOf = (sound: StereoBlock): Float64Array => {
  const frames = sound.length / CHANNELS
  const sums = new Float64Array(Math.max(0, frames - WINDOW + 1))
  const one = (frame: number): number =>
    3 * Math.round(sound[CHANNELS * frame]! * 2 ** 23) + Math.round(sound[CHANNELS * frame + 1]! * 2 ** 23)
  let sum = 0
  for (let frame = 0; frame < frames; frame++) {
    sum += one(frame)
    if (frame >= WINDOW) sum -= one(frame - WINDOW)
    if (frame >= WINDOW - 1) sums[frame - WINDOW + 1] = sum
  }
  return sums
}

/** Finds what was heard in masters: the longest stretches, in order. What lies between them is in none. */
export const foundIn = (heard: StereoBlock, masters: readonly StereoBlock[]): readonly Stretch[] => {
  const places = new Map<number, (readonly [master: number, frame: number])[]>()
  for (const [master, sound] of masters.entries())
    for (const [frame, sum] of sumsOf(sound).entries()) {
      if (frame % WINDOW !== 0) continue
      const known = places.get(sum)
      if (known === undefined) places.set(sum, [[master, frame]])
      else if (known.length < MOST_PLACES) known.push([master, frame])
    }

  const stretchAt = (at: number, end: number, [master, frame]: readonly [number, number]): Stretch => {
    const sound = masters[master]!
    const isSame = (by: number): boolean =>
      heard[CHANNELS * (at + by)] === sound[CHANNELS * (frame + by)] &&
      heard[CHANNELS * (at + by) + 1] === sound[CHANNELS * (frame + by) + 1]
    let before = 0
    while (at - before > end && frame - before > 0 && isSame(-before - 1)) before++
    const most = Math.min(heard.length / CHANNELS - at, sound.length / CHANNELS - frame)
    let length = 0
    while (length < most && isSame(length)) length++
    return { at: at - before, frames: before + length, master, from: frame - before }
  }

  const found: Stretch[] = []
  const sums = sumsOf(heard)
  let end = 0
  for (let at = 0; at < sums.length; at++) {
    const alike = places.get(sums[at]!)?.map((place) => stretchAt(at, end, place)) ?? []
    const longest = alike.toSorted((one, other) => other.frames - one.frames)[0]
    if (longest === undefined || longest.frames < WINDOW) continue
    found.push(longest)
    end = longest.at + longest.frames
    at = end - 1
  }
  return found
}

/** Frames between the stretches that were found, and before the first of them. */
export const gapsBetween = (found: readonly Stretch[]): readonly number[] =>
  found.map(({ at }, index) => at - (index === 0 ? 0 : found[index - 1]!.at + found[index - 1]!.frames))
