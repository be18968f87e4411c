import type { ByteStream } from '#application/track/audio.ts'
import { mixFiles } from '#application/mix/mix-files.ts'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import { failed, misused } from './ending.ts'
import { inputFile, kindOf, outputFile } from './files.ts'
import { mixRequest } from './mix-request.ts'
import type { Known, Options } from './options.ts'
import { progressBar } from './progress.ts'
import { mixJson, mixText } from './report.ts'
import { sentenceOf } from './sentences.ts'
import { withWorkbench } from './workbench.ts'

/** What `soundhub mix` takes. */
export const MIX_OPTIONS: Known = {
  values: ['output', 'loudness', 'ceiling', 'recipe'],
  switches: ['json', 'force', 'help'],
}

/** How it is called. */
export const MIX_USAGE = `soundhub mix <file>[:gain=<dB>,pan=<-100…100>,offset=<ms>,mute,solo]… -o <song.mp3|m4a|opus|flac|wav>
  mixes files to a master and prints where each stem lies, its loudness and its peak
  file:settings    what follows the last colon, if it is nothing but settings; one more colon after a name that ends like them
                   gain -60…12 dB; pan -100 (left)…100 (right); offset ±30 s: -40ms, 1.5s, 480samples; positive is later
  --loudness <LUFS>|off   the loudness of the master, -36…-6; -14 by default
  --ceiling <dBTP>        its highest true peak, -9…0; -1 by default
  --recipe <recipe.json>  the settings of a mix as the server shows them; the files follow in its order, without settings
  --json           prints one JSON object
  -f, --force      overwrites; otherwise a file that exists is kept
  --               what follows is a file, even if it begins with -`

async function* chunksOf(bytes: ByteStream): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    if (chunk.isErr()) throw failed(sentenceOf(chunk.error))
    yield chunk.value
  }
}

/** Mixes the files that the options name. */
export const runMix = async (options: Options): Promise<string> => {
  const name = options.values.get('output')
  if (options.words.length === 0) throw misused('There is no file to mix.')
  if (name === undefined) throw misused('-o says where to write the mix: -o song.mp3')
  const format = kindOf(name, MASTER_FORMATS)
  const { stems: asked, master } = await mixRequest(options)
  const inputs = await Promise.all(asked.map(({ file }) => inputFile(file)))
  const output = await outputFile(name, { force: options.switches.has('force'), inputs })
  const stems = inputs.map((input, at) => ({ ...input, settings: asked[at]!.settings }))
  return withWorkbench(async (bench) => {
    const progress = progressBar()
    const mixed = await mixFiles(bench)({ stems, master, format, onProgress: progress.show })
    progress.end()
    if (mixed.isErr()) throw failed(sentenceOf(mixed.error))
    const { file } = mixed.value
    const bytes = await output.write(chunksOf(bench.staging.read(file)))
    return options.switches.has('json')
      ? JSON.stringify(mixJson(mixed.value, master, { name, bytes }))
      : mixText(mixed.value, master, { name, bytes })
  })
}
