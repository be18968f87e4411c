/** Sound: told apart by its bytes, decoded and encoded by ffmpeg, a native one or the WebAssembly build in a thread. */
export { FfmpegAudio, type FfmpegAudioSettings } from '#adapters/ffmpeg/ffmpeg-audio.ts'
export { describeFfmpeg, type Ffmpeg, type FfmpegPathBroken, findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
export { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
