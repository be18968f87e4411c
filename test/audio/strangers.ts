import { madeByFfmpeg } from './encoded.ts'

/** Films and sounds that ffmpeg would read but Soundhub does not take, by the arguments that make them. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'an AVI': '-f lavfi -i color=s=64x64:d=0.1 -c:v mpeg4 out.avi',
  'an Ogg with a film': '-f lavfi -i color=s=64x64:d=0.1 -c:v libtheora out.ogv',
  'a WMA': '-i input.wav -c:a wmav2 out.wma',
  'a Sun audio file': '-i input.wav out.au',
  'a PNG': '-f lavfi -i color=s=64x64 -frames:v 1 out.png',
  'a JPEG': '-f lavfi -i color=s=64x64 -frames:v 1 -pix_fmt yuvj420p out.jpg',
}

/** The same as files, with this sound where they have any. */
export const strangers = (wave: Uint8Array): Readonly<Record<string, () => Promise<Uint8Array>>> =>
  Object.fromEntries(Object.entries(ARGUMENTS).map(([what, made]) => [what, () => madeByFfmpeg(wave, made.split(' '))]))
