import type { Mix } from '#adapters/client/soundhub.ts'

/** Tells how a mix comes along, until it is done or failed. Gives back what ends it earlier. */
export const followMix = (postId: number, onMix: (mix: Mix) => void): (() => void) => {
  const events = new EventSource(`/post/${postId}/mix/events`)
  events.addEventListener('mix', ({ data }: MessageEvent<string>) => {
    const mix = JSON.parse(data) as Mix
    onMix(mix)
    if (mix.status === 'done' || mix.status === 'failed') events.close()
  })
  return () => events.close()
}
