import { drawFile, WAVEFORM_FORMS } from '#application/track/draw-file.ts'
import { WAVEFORM_PAIRS } from '#domain/sound/waveform.ts'
import { failed, misused } from './ending.ts'
import { inputFile, kindOf, outputFile } from './files.ts'
import type { Known, Options } from './options.ts'
import { sentenceOf } from './sentences.ts'
import { withWorkbench } from './workbench.ts'

/** What `soundhub waveform` takes. */
export const WAVEFORM_OPTIONS: Known = { values: ['output', 'width', 'height'], switches: ['json', 'force', 'help'] }

/** How it is called. */
export const WAVEFORM_USAGE = `soundhub waveform <file> -o <picture.svg|json|dat>
  draws the waveform of a file: a picture, pairs of minimum and maximum, or audiowaveform's binary form
  --width <pixels>   of the picture, ${WAVEFORM_PAIRS} by default; in JSON the number of pairs
  --height <pixels>  280 by default
  --json             prints one JSON object
  -f, --force        overwrites; otherwise a file that exists is kept`

const HEIGHT = 280
const LARGEST = 32_767

const pixels = (options: Options, name: string, otherwise: number): number => {
  const given = options.values.get(name)
  if (given === undefined) return otherwise
  const value = /^\d{1,5}$/.test(given) ? Number(given) : 0
  if (value < 1 || value > LARGEST) throw misused(`--${name}: This should be a whole number from 1 to ${LARGEST}.`)
  return value
}

/** Draws the file that the options name. */
export const runWaveform = async (options: Options): Promise<string> => {
  const [file, ...more] = options.words
  const name = options.values.get('output')
  if (file === undefined || more.length > 0) throw misused('One file is drawn at a time.')
  if (name === undefined) throw misused('-o says where to write the waveform: -o picture.svg')
  const form = kindOf(name, WAVEFORM_FORMS)
  const size = { width: pixels(options, 'width', WAVEFORM_PAIRS), height: pixels(options, 'height', HEIGHT) }
  const input = await inputFile(file)
  const output = await outputFile(name, { force: options.switches.has('force'), inputs: [input] })
  return withWorkbench(async (bench) => {
    const drawn = await drawFile(bench)(input, form, size)
    if (drawn.isErr()) throw failed(sentenceOf(drawn.error))
    const { content, frames } = drawn.value
    const bytes = await output.write([typeof content === 'string' ? new TextEncoder().encode(content) : content])
    return options.switches.has('json') ? JSON.stringify({ file: name, bytes, length_samples: frames }) : ''
  })
}
