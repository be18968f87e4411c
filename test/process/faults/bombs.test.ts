import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageResizer } from '#application/image/image-resizer.ts'
import { BOMBS, type Bomb, silentFlac } from './bombs.ts'
import { blackPng } from './picture-bombs.ts'
import { type Spent, spentOn } from './spent.ts'
import { MAXIMUM_MINUTES, uploadPlace, type UploadPlace } from './upload-place.ts'

const MOST = { seconds: 30, megabytes: 512 }

const took: Spent[] = []
const highest = (of: keyof Spent): number => Math.round(Math.max(...took.map((one) => one[of])))

let place: UploadPlace
beforeAll(async () => {
  place = await uploadPlace()
})
afterAll(async () => {
  console.log(`${took.length} bombs, at most ${highest('seconds')} s of processor, ${highest('megabytes')} MB`)
  await place.remove()
})

const sent = async ({ given, ann, upload }: UploadPlace, file: Uint8Array, as: Bomb['as']): Promise<number> => {
  if (as === 'track') return (await upload(file)).status
  const body = new FormData()
  body.append('profile_img', new Blob([new Uint8Array(file)]), 'picture.png')
  return (await given.app.request('/user/1/profile_img', { method: 'POST', body, headers: { ...ann } })).status
}

/** What is wrong with how a place took a bomb. */
const faultsOf = async (on: UploadPlace, { made, as, isTakeable = false }: Bomb) => {
  const file = await made()
  const before = await on.files()
  const { value: status, seconds, megabytes } = await spentOn(() => sent(on, file, as))
  const after = await on.files()
  took.push({ seconds, megabytes })
  const isTaken = status < 300
  return [
    ...(status >= 500 ? [`answered with ${status}`] : []),
    ...(isTaken && !isTakeable ? ['taken'] : []),
    ...(!isTaken && after.length > before.length ? ['left a file'] : []),
    ...(seconds > MOST.seconds ? [`took ${seconds} s of processor`] : []),
    ...(megabytes > MOST.megabytes ? [`took ${megabytes} MB`] : []),
  ]
}

describe(`one of ${Object.keys(BOMBS).length} bombs`, () => {
  it.each(Object.entries(BOMBS))('%s goes off quietly', async (_, bomb) => {
    expect(await faultsOf(place, bomb)).toEqual([])
  })
})

describe('a bomb is found', () => {
  it('where the length of a track is not limited', async () => {
    const endless = await uploadPlace({ ports: (own) => ({ ...own, maximumTrackMinutes: 100_000 }) })
    expect(await faultsOf(endless, { made: () => silentFlac((MAXIMUM_MINUTES + 1) * 60, 8_000), as: 'track' })).toEqual(
      ['taken'],
    )
    await endless.remove()
  })

  it('where the pixels of a picture are not limited', async () => {
    const boundless = await uploadPlace({ ports: (own) => ({ ...own, imageResizer: anyPixels(own.imageResizer!) }) })
    expect(await faultsOf(boundless, { made: () => blackPng(12_000), as: 'picture' })).toEqual(['taken'])
    await boundless.remove()
  })
})

/** A mutant: every picture says that it is small, and is made smaller however large it is. */
const anyPixels = (images: ImageResizer): ImageResizer => ({
  look: (bytes) => images.look(bytes).map((claim) => claim && { ...claim, width: 1, height: 1 }),
  resize: (bytes, sizes) => images.resize(bytes, sizes, { maximumPixels: Number.MAX_SAFE_INTEGER }),
})
