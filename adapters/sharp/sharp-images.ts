import type { default as Sharp, Metadata } from 'sharp'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ImageFault, ImageResizer } from '#application/image/image-resizer.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import {
  IMAGE_FORMATS,
  type ImageClaim,
  type ImageFormat,
  STORED_IMAGE_FORMAT,
  type Size,
} from '#domain/image/image.ts'
import { Mutex } from './mutex.ts'

type Library = typeof Sharp

/** Readers of libvips that strangers' bytes may reach. Its others read SVG, PDF, TIFF, files by name and more. */
const READERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']

/** How long one picture may take, in seconds. One of 40 megapixels takes a second at most. */
const LONGEST = 15

/** Nobody sees a difference above, and every file is larger. */
const QUALITY = 82

/** Many phones write JPEGs that are only warned of, though nothing is missing; one that breaks off is an error. */
const FAIL_ON = 'error'

/** sharp, made safe for what strangers send: its readers are few, and it holds no more memory than one picture needs. */
export const loadSharp = async (): Promise<Library> => {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: READERS.map((reader) => `VipsForeignLoad${reader}`) })
  return sharp
}

/**
 * Pictures by sharp. One upload at a time is held and decoded, whole: some formats cannot be read otherwise. Where the
 * library does not load, everything is `Unavailable`.
 */
export class SharpImages implements ImageResizer {
  readonly #library: Promise<Result<Library, Unavailable>>
  readonly #turn = new Mutex()

  constructor(load: () => Promise<Library> = loadSharp) {
    this.#library = load().then(
      (library) => ok(library),
      (cause: unknown) => err(unavailable('images', cause)),
    )
  }

  /** Which library it is, for the log. */
  readiness(): Outcome<string> {
    return new ResultAsync(this.#library).map(({ versions }) => `sharp ${versions.sharp}, libvips ${versions.vips}`)
  }

  look(bytes: ByteStream): Outcome<ImageClaim | null> {
    return this.#with(bytes, async (sharp, whole) => {
      try {
        return ok(claimOf(await sharp(whole, { limitInputPixels: false, failOn: FAIL_ON }).metadata()))
      } catch {
        // Also where a header is damaged: whatever it is, it is no picture.
        return ok(null)
      }
    })
  }

  resize(
    bytes: ByteStream,
    sizes: readonly Size[],
    { maximumPixels }: { readonly maximumPixels: number },
  ): ResultAsync<readonly Uint8Array[], ImageFault | Unavailable> {
    return this.#with(bytes, async (sharp, whole) => {
      const pictures: Uint8Array[] = []
      try {
        for (const { width, height } of sizes) {
          pictures.push(
            await sharp(whole, { limitInputPixels: maximumPixels, failOn: FAIL_ON })
              .autoOrient()
              .resize(width, height, { fit: 'cover', position: 'centre' })
              .toFormat(STORED_IMAGE_FORMAT, { quality: QUALITY })
              .timeout({ seconds: LONGEST })
              .toBuffer(),
          )
        }
        return ok(pictures)
      } catch (cause) {
        return err({ type: 'ImageFault', cause: String(cause) } as const)
      }
    })
  }

  #with<Value, Fault>(
    bytes: ByteStream,
    work: (sharp: Library, whole: Buffer) => Promise<Result<Value, Fault>>,
  ): ResultAsync<Value, Fault | Unavailable> {
    return new ResultAsync(
      this.#turn.take(async (): Promise<Result<Value, Fault | Unavailable>> => {
        const library = await this.#library
        if (library.isErr()) return err(library.error)
        const whole = await gathered(bytes)
        return whole.isErr() ? err(whole.error) : work(library.value, whole.value)
      }),
    )
  }
}

/** AVIF and HEIC share a container, and HEIC is not read. */
const formatOf = ({ format, compression }: Metadata): ImageFormat | null => {
  if (format === 'heif') return compression === 'av1' ? 'avif' : null
  return IMAGE_FORMATS.find((known) => known === format) ?? null
}

const claimOf = (metadata: Metadata): ImageClaim | null => {
  const format = formatOf(metadata)
  return format === null ? null : { format, width: metadata.width, height: metadata.height }
}

const gathered = async (bytes: ByteStream): Promise<Result<Buffer, Unavailable>> => {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) {
    if (piece.isErr()) return err(piece.error)
    pieces.push(piece.value)
  }
  return ok(Buffer.concat(pieces))
}
