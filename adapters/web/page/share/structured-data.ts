import { mediaTypeOf } from '#application/track/media-type.ts'
import type { Post, UserDetail } from '#adapters/client/soundhub.ts'
import type { PageState } from '../../contract.ts'
import { absolute, mediaAddress } from './addresses.ts'
import { changedAt, creditsOf, secondsOf, soundOf } from './credits.ts'

const CONTEXT = 'https://schema.org'

/** ISO 8601 has no fractions that search engines read. */
const durationOf = (seconds: number): string => {
  const whole = Math.round(seconds)
  return `PT${Math.floor(whole / 60)}M${whole % 60}S`
}

/** `MusicGroup` is also what schema.org calls a solo musician. */
const musician = (state: PageState, { id, nickname }: { readonly id: number; readonly nickname: string }) => ({
  '@type': 'MusicGroup',
  name: nickname,
  url: absolute(state, `/user/${id}`),
})

const audioOf = (post: Post, state: PageState) => {
  const sound = soundOf(post)
  const seconds = secondsOf(post)
  return {
    ...(seconds === null ? {} : { duration: durationOf(seconds) }),
    ...(sound === null
      ? {}
      : {
          audio: {
            '@type': 'AudioObject',
            contentUrl: mediaAddress(state, sound),
            encodingFormat: mediaTypeOf(sound),
          },
        }),
  }
}

const recording = (post: Post, state: PageState) => ({
  '@type': 'MusicRecording',
  name: post.title,
  url: absolute(state, `/post/${post.id}`),
  byArtist: creditsOf(post).map((credit) => musician(state, credit)),
  datePublished: post.created_date,
})

/** A post for search engines (https://schema.org/MusicRecording). */
export const recordingData = (post: Post, state: PageState): object => ({
  '@context': CONTEXT,
  ...recording(post, state),
  dateModified: changedAt(post),
  genre: post.genres,
  ...(post.post_img === null ? {} : { image: mediaAddress(state, post.post_img) }),
  ...audioOf(post, state),
  interactionStatistic: {
    '@type': 'InteractionCounter',
    interactionType: { '@type': 'LikeAction' },
    userInteractionCount: post.num_liked,
  },
})

/** A musician for search engines (https://schema.org/MusicGroup). */
export const musicianData = (user: UserDetail, state: PageState): object => ({
  '@context': CONTEXT,
  ...musician(state, user),
  genre: user.genres,
  ...(user.profile_img === null ? {} : { image: mediaAddress(state, user.profile_img) }),
  track: user.post_set.map((post) => recording(post, state)),
})
