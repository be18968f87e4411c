import type { MediaPath, Stem, Track } from './track.ts'

/** Digits of the PCM's hash in a file name: a newer decoder may give other samples, and a path never means two files. */
export const PCM_DIGITS = 16

/** The path of a file that accompanies an upload. */
export const companionOf = (upload: MediaPath, name: string): MediaPath =>
  `${upload.replace(/\.([a-z0-9]+)$/, '_$1')}_${name}` as MediaPath

/** Where the files of a stem lie: beside the upload. */
export const stemPaths = (track: Track, pcmSha256: string): Pick<Stem, 'path' | 'peaks' | 'waveform'> => {
  const digits = pcmSha256.slice(0, PCM_DIGITS)
  return {
    path: companionOf(track.path, `stem_${digits}.flac`),
    peaks: companionOf(track.path, `peaks_${digits}.dat`),
    waveform: companionOf(track.path, `peaks_${digits}.json`),
  }
}

/** The files of a track: the upload, and those of its stem. */
export const filesOf = ({ path, ingest }: Track): readonly MediaPath[] =>
  ingest.status === 'ready' ? [path, ingest.stem.path, ingest.stem.peaks, ingest.stem.waveform] : [path]

const COMPANION =
  /_([a-z0-9]+)_(?:stem_[0-9a-f]{16}\.flac|peaks_[0-9a-f]{16}\.(?:dat|json)|master_[0-9a-f]{16}\.[a-z0-9]+)$/

/** The upload that a file accompanies, or the file itself. */
export const uploadOf = (path: MediaPath): MediaPath => path.replace(COMPANION, '.$1') as MediaPath
