import { join } from 'node:path'
import { err, type Result } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { blockRing } from '#domain/sound/block-ring.ts'
import { sharedKernels } from '#domain/sound/kernels.ts'
import { quantised } from '#domain/sound/pcm.ts'
import { readFile } from '../attempt.ts'
import { isExact, MASTER, wholeJob, type WholeFormat, type WholeRequest } from '../encode-arguments.ts'
import type { FfmpegRunner, InputAborted, RunFault, Samples } from '../runner.ts'

/** What ffmpeg makes integers of has to be in whole steps already: it would not round to the nearest. */
const inSteps = (samples: StereoBlock, room: StereoBlock): StereoBlock => quantised(samples, 0, sharedKernels(), room)

/** A block as ffmpeg reads it: floats, which are little-endian, like every machine Node runs on. */
const sampleBytes = ({ buffer, byteOffset, byteLength }: StereoBlock): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

async function* bytesOf(blocks: BlockStream<InputAborted>, format: WholeFormat): Samples {
  const room = blockRing()
  for await (const block of blocks)
    yield block.map((samples) => sampleBytes(isExact(format) ? inSteps(samples, room(samples.length)) : samples))
}

/** Encodes the blocks in one run, while they come in. */
export async function* encodeWhole(
  { directory, runner }: { readonly directory: string; readonly runner: FfmpegRunner },
  blocks: BlockStream<InputAborted>,
  request: WholeRequest,
): AsyncGenerator<Result<Uint8Array, RunFault | InputAborted>, void, undefined> {
  const samples = bytesOf(blocks, request.format)
  const encoded = await runner.encode(directory, (input) => wholeJob(request, runner.abilities, input), samples)
  if (encoded.isOk()) yield* readFile(join(directory, MASTER))
  else yield err(encoded.error)
}
