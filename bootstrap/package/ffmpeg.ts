/** Audio: detects formats, and decodes and encodes with ffmpeg, native or as WebAssembly in a worker thread. */
export { FfmpegAudio, type FfmpegAudioSettings } from '#adapters/ffmpeg/ffmpeg-audio.ts'
export { describeFfmpeg, type Ffmpeg, type FfmpegPathBroken, findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
export { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
