import { join } from 'node:path'
import { err, type Result } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import { readFile } from '../attempt.ts'
import { isExact, MASTER, wholeJob, type WholeFormat, type WholeRequest } from '../encode-arguments.ts'
import type { FfmpegRunner, InputAborted, RunFault, Samples } from '../runner.ts'
import { sampleBytes } from './sample-bytes.ts'

async function* bytesOf(blocks: BlockStream<InputAborted>, format: WholeFormat): Samples {
  for await (const block of blocks) yield block.map((samples) => sampleBytes(samples, isExact(format)))
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
