import { ResultAsync } from 'neverthrow'
import { type StemExport, STEM_FOLDER } from '#application/mix/export-stems.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { presentRecipe } from '../presenters/mix.ts'
import { dispositionOf } from '../reply/download-name.ts'
import { streamOf } from '../reply/media-stream.ts'
import { NO_STORE, respond } from '../reply/reply.ts'
import { bytesEntry, smallZip, textEntry, type ZipEntry, zipBytes, zipOf } from '../reply/zip.ts'

const ZIP = 'application/zip'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Which file is whose. */
const listOf = ({ frames, stems }: StemExport) => ({
  sample_rate: SAMPLE_RATE,
  length_samples: frames,
  stems: stems.map(({ name, comment, nickname, instruments, headroom }) => ({
    file: `${STEM_FOLDER}/${name}`,
    comment,
    nickname,
    instruments,
    headroom,
  })),
})

/** The recipe and the project come first, since they are small and say what follows. */
const entriesOf = async (exported: StemExport): Promise<readonly ZipEntry[]> => {
  const { recipe, stems: all, project } = exported
  const dawProject = await smallZip([
    textEntry('project.xml', project.projectXml),
    textEntry('metadata.xml', project.metaDataXml),
  ])
  return [
    textEntry('recipe.json', json(presentRecipe(recipe))),
    textEntry('stems.json', json(listOf(exported))),
    bytesEntry('mix.dawproject', dawProject),
    ...all.map(({ name, bytes, content }) => ({ name: `${STEM_FOLDER}/${name}`, bytes, content })),
  ]
}

/** Downloading the stems of a post. */
export const stems = ({ soundhub, log }: HttpDependencies, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/stems.zip',
      tag: 'mixes',
      summary: 'Download the stems of the mix, to go on in any audio workstation',
      description:
        'WAV files of 24 bit, 48 kHz and equal length in `stems/`: their offsets are in them, gain and balance are not. `mix.dawproject` opens them in place, with faders and balances as in the recipe; `recipe.json` is what `PATCH /post/{id}/mix` takes. `stems.json` says which file is whose, and its `headroom`: a file is so many times 6.02 dB too quiet where the sound exceeds full scale, which the faders of the project make up for.',
      access: 'anonymous',
      id: 'PostId',
      answers: [{ status: 200, description: 'The archive', others: [ZIP] }],
      refuses: ['PostNotFound', 'TrackProcessing', 'TrackFailed'],
    },
    ({ context, id }) =>
      soundhub.mixes.stems(id).andThen((exported) =>
        ResultAsync.fromSafePromise(entriesOf(exported)).map((entries) =>
          respond(200, context.req.method === 'HEAD' ? null : streamOf(zipOf(entries), context, log), {
            ...NO_STORE,
            'Content-Type': ZIP,
            'Content-Disposition': dispositionOf('stems.zip', `${exported.title} - stems`),
            'Content-Length': String(zipBytes(entries)),
          }),
        ),
      ),
  )
