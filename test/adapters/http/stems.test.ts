import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { readWave } from '#adapters/memory/media/memory-wave.ts'
import {
  commentTrack,
  house,
  type House,
  jsonOf,
  type Json,
  member,
  postTrack,
  recording,
  SONG,
  work,
} from './house.ts'

const DEFAULT = { gain_db: 0, pan: 0, offset_ms: 0, mute: false, solo: false }
const RECIPE = {
  author: { ...DEFAULT, gain_db: -6 },
  stems: [
    { ...DEFAULT, comment: 1, pan: -50, offset_ms: 5 },
    { ...DEFAULT, comment: 2, offset_ms: -2, mute: true },
  ],
  master: { loudness_lufs: -14, ceiling_dbtp: -1 },
}
/** The later one of two recordings of 480 frames ends 5 ms later. */
const FRAMES = 480 + 240

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes!).toString('utf8')
const samplesOf = (bytes: Uint8Array | undefined): Float32Array => readWave(bytes!)._unsafeUnwrap().samples

/** The stereo samples of a recording, which is mono, from this frame on, with silence around them. */
const placed = (hertz: number, before: number, from = 0): Float32Array => {
  const mono = readWave(recording(hertz))._unsafeUnwrap().samples.slice(from)
  const whole = new Float32Array(2 * FRAMES)
  for (const [at, sample] of mono.entries()) whole.fill(sample, 2 * (before + at), 2 * (before + at) + 2)
  return whole
}

/** The names of elements that are not closed as they were opened. */
const unclosed = (xml: string): readonly string[] => {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, close, name, rest] of xml.matchAll(
    /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<&]*(?:&\w+;[^"<&]*)*")*\s*\/?)>/g,
  )) {
    if (close === '/') wrong.push(...(open.pop() === name ? [] : [name!]))
    else if (!rest!.endsWith('/')) open.push(name!)
  }
  const tags = xml.match(/<[^?]/g)?.length
  const read = xml.match(/<\/?[A-Za-z]+(?:\s+[A-Za-z]+="[^"<]*")*\s*\/?>/g)?.length
  return [...wrong, ...open, ...(tags === read ? [] : ['a tag that cannot be read'])]
}

describe('the stems of a post', () => {
  let given: House
  let author: { Authorization: string }
  let answer: Response
  let bytes: Uint8Array
  let files: Readonly<Record<string, Uint8Array>>

  const patch = (body: string) =>
    given.app.request('/post/1/mix', {
      method: 'PATCH',
      body,
      headers: { 'Content-Type': 'application/json', ...author },
    })

  beforeAll(async () => {
    given = house()
    author = await member(given, 'ann')
    await postTrack(given, author, { ...SONG, title: 'Love & <Blue>', bpm: '97' } as typeof SONG)
    for (const _ of 'ab') await commentTrack(given, 1, author)
    await patch(JSON.stringify(RECIPE))
    await work(given)
    answer = await given.app.request('/post/1/stems.zip')
    bytes = new Uint8Array(await answer.arrayBuffer())
    files = unzipSync(bytes)
  })

  it('come as an archive whose size is announced, named after the post', () => {
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/zip'])
    expect(answer.headers.get('Content-Length')).toBe(String(bytes.length))
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="Love & _Blue_ - stems.zip"')
    expect(Object.keys(files)).toEqual([
      'recipe.json',
      'stems.json',
      'mix.dawproject',
      'stems/01 Guitar - ann.wav',
      'stems/02 Bass - ann.wav',
      'stems/03 Bass - ann.wav',
    ])
  })

  it('are of equal length, with their offsets in them and everything else as it was recorded', () => {
    expect(samplesOf(files['stems/01 Guitar - ann.wav'])).toEqual(placed(440, 0))
    expect(samplesOf(files['stems/02 Bass - ann.wav'])).toEqual(placed(220, 240))
    expect(samplesOf(files['stems/03 Bass - ann.wav'])).toEqual(placed(220, 0, 96))
  })

  it('come with a recipe that may be sent back', async () => {
    const recipe = textOf(files['recipe.json'])
    expect(JSON.parse(recipe)).toEqual(RECIPE)
    const mixed = await patch(recipe)
    expect(((await jsonOf(mixed)).mix as Json).recipe).toEqual(RECIPE)
  })

  it('come with a list of who plays what', () => {
    const list = JSON.parse(textOf(files['stems.json'])) as { length_samples: number; stems: readonly Json[] }
    expect(list.length_samples).toBe(FRAMES)
    expect(list.stems.map(({ comment }) => comment)).toEqual([null, 1, 2])
    expect(list.stems[0]).toMatchObject({ nickname: 'ann', instruments: ['Guitar'], headroom: 0 })
    expect(list.stems.every(({ file }) => files[String(file)] !== undefined)).toBe(true)
  })

  it('come with a DAWproject that opens them where they lie, mixed as the recipe says', () => {
    const project = unzipSync(files['mix.dawproject']!)
    const [xml, metaData] = [textOf(project['project.xml']), textOf(project['metadata.xml'])]
    expect([unclosed(xml), unclosed(metaData)]).toEqual([[], []])
    expect(metaData).toContain('<Title>Love &amp; &lt;Blue&gt;</Title>')
    const all = (pattern: RegExp) => Array.from(xml.matchAll(pattern), ([, found]) => found)
    const paths = all(/<File path="([^"]*)" external="true"\/>/g)
    expect(paths).toEqual(Object.keys(files).filter((name) => name.endsWith('.wav')))
    expect(all(/<Clip time="0" duration="([^"]*)"/g)).toEqual(paths.map(() => String(FRAMES / 48_000)))
    expect(all(/<Volume [^>]*value="([^"]*)"/g)).toEqual(['0.501187', '1.000000', '1.000000', '1.000000'])
    expect(all(/<Pan [^>]*value="([^"]*)"/g)).toEqual(['0.500000', '0.250000', '0.500000', '0.500000'])
    expect(all(/<Mute value="([^"]*)"/g)).toEqual(['false', 'false', 'true', 'false'])
    expect(all(/<Tempo [^>]*value="([^"]*)"/g)).toEqual(['97'])
  })

  it('leave no scratch file behind, and are announced to HEAD without being made', async () => {
    expect(given.world.files.staged()).toEqual([])
    const head = await given.app.request('/post/1/stems.zip', { method: 'HEAD' })
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([
      200,
      String(bytes.length),
      '',
    ])
  })

  it('can be had once all of them have been processed', async () => {
    await commentTrack(given, 1, author)
    await patch(JSON.stringify({ stems: [{ comment: 3 }] }))
    const early = await given.app.request('/post/1/stems.zip')
    expect([early.status, (await jsonOf(early)).code]).toEqual([409, 'TRACK_PROCESSING'])
  })
})
