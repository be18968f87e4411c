import { companionOf, PCM_DIGITS } from '../track/stem.ts'
import type { MediaPath, Stem } from '../track/track.ts'
import { MASTER_FORMATS, type MasterFormat } from './master-format.ts'

/** The MP3 of a mix is named after its rendering, that of a proposal after the proposal. */
const RENDERED = /(\/(?:master_r\d+_a\d+|proposal_\d+))\.([a-z0-9]+)$/

/** Where a rendered master lies in this format: beside the MP3, which is always there; the others are made when first asked for. */
export const masterPath = (mp3: MediaPath, format: MasterFormat): MediaPath =>
  mp3.replace(/\.mp3$/, `.${format}`) as MediaPath

/** Where the author's track lies as a master of this format, which is made of its stem: beside the upload. */
export const authorsMasterPath = (upload: MediaPath, stem: Stem, format: MasterFormat): MediaPath =>
  companionOf(upload, `master_${stem.pcmSha256.slice(0, PCM_DIGITS)}.${format}`)

/** The MP3 of a rendered master, which a row names, or the file itself if it is none. */
export const masterOf = (path: MediaPath): MediaPath => path.replace(RENDERED, '$1.mp3') as MediaPath

/** A file, and if it is the MP3 of a rendered master, where the other formats may lie. */
export const withMasterFiles = (path: MediaPath): readonly MediaPath[] =>
  RENDERED.exec(path)?.[2] === 'mp3' ? MASTER_FORMATS.map((format) => masterPath(path, format)) : [path]
