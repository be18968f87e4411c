import type { Mix } from '#adapters/client/soundhub.ts'

/** Whether a mix is no longer being made. */
export const isOver = ({ status }: Mix): boolean => status === 'done' || status === 'failed'

/** Tells how a mix comes along, until it is done or failed. Gives back what ends it earlier. */
export const followMix = (postId: number, onMix: (mix: Mix) => void): (() => void) => {
  const events = new EventSource(`/post/${postId}/mix/events`)
  events.addEventListener('mix', ({ data }: MessageEvent<string>) => {
    const mix = JSON.parse(data) as Mix
    onMix(mix)
    if (isOver(mix)) events.close()
  })
  return () => events.close()
}
