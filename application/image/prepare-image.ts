import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import {
  checkClaim,
  IMAGE_SIZES,
  type ImageField,
  type ImageTooLarge,
  type ImageUndecodable,
  type ImageUnsupported,
  MAX_IMAGE_BYTES,
  MAX_PIXELS,
} from '#domain/image/image.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from '../track/audio.ts'
import type { StagedFile, Staging, TooLarge } from '../track/staging-and-blob-store.ts'
import { discardingUploads, type Placement } from '../track/place-upload.ts'
import type { ImageResizer } from './image-resizer.ts'

/** Why an uploaded image is refused. */
export type ImageRefusal = ImageUnsupported | ImageUndecodable | ImageTooLarge | TooLarge

/** What preparing images needs. */
export type PrepareImageDependencies = { readonly staging: Staging; readonly imageResizer: ImageResizer }

/** An uploaded image and the paths to store it at, one per size. */
export type ImageUpload = {
  readonly field: ImageField
  readonly upload: StagedFile
  readonly paths: readonly MediaPath[]
}

/** The resized images of an upload. The header is checked before anything is decoded. */
const picturesOf = (
  { staging, imageResizer }: PrepareImageDependencies,
  { field, upload }: ImageUpload,
): Outcome<readonly Uint8Array[], ImageRefusal> =>
  safeTry(async function* () {
    if (upload.bytes > MAX_IMAGE_BYTES) return err({ type: 'TooLarge', maximumBytes: MAX_IMAGE_BYTES } as const)
    yield* checkClaim(yield* imageResizer.look(staging.read(upload)), field)
    return imageResizer
      .resize(staging.read(upload), IMAGE_SIZES[field], { maximumPixels: MAX_PIXELS })
      .mapErr((fault) => (fault.type === 'ImageFault' ? ({ type: 'ImageUndecodable', field } as const) : fault))
  })

async function* whole(bytes: Uint8Array): ByteStream<never> {
  yield ok(bytes)
}

const stage = (staging: Staging, bytes: Uint8Array): Outcome<StagedFile> =>
  staging
    .receive(whole(bytes), { maximumBytes: bytes.length })
    .orElse((refusal): Result<never, Unavailable> =>
      err(refusal.type === 'Unavailable' ? refusal : { type: 'Unavailable', what: 'files', cause: refusal }),
    )

/**
 * Resizes and stages the images of all uploads and hands them to `work`. Nothing stays in staging afterwards, however
 * the work ends.
 */
export const withImages = <Value, Refusal>(
  deps: PrepareImageDependencies,
  uploads: readonly ImageUpload[],
  work: (placements: readonly Placement[]) => ResultAsync<Value, Refusal>,
): Outcome<Value, Refusal | ImageRefusal> => {
  let placements: readonly Placement[] = []
  const prepare = (): Outcome<void, ImageRefusal> =>
    safeTry(async function* () {
      for (const upload of uploads) {
        const pictures = yield* picturesOf(deps, upload)
        for (const [at, picture] of pictures.entries()) {
          const file = yield* stage(deps.staging, picture)
          placements = [...placements, { file, path: upload.paths[at]! }]
        }
      }
      return ok()
    })
  const perform = async (): Promise<Result<Value, Refusal | ImageRefusal | Unavailable>> => {
    const prepared = await prepare()
    const staged = placements.map(({ file }) => file)
    return discardingUploads<Value, Refusal | ImageRefusal | Unavailable>(deps, staged, () =>
      prepared.asyncAndThen<Value, Refusal>(() => work(placements)),
    )
  }
  return new ResultAsync(perform())
}
