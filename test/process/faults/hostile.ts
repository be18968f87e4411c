/** Where a hostile text points: a file of somebody else, and a server inside of the network. */
export type Targets = { readonly file: string; readonly url: string }

/** Texts that make a player left to itself open what they name. */
const POINTERS: Readonly<Record<string, (targets: Targets) => string>> = {
  HLS: ({ file }) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${file}\n#EXT-X-ENDLIST\n`,
  'HLS over HTTP': ({ url }) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
  'HLS with a key': ({ file, url }) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${url}"\n#EXT-X-MAP:URI="${file}"\n#EXTINF:1,\n${file}\n#EXT-X-ENDLIST\n`,
  'HLS of variants': ({ url }) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${url}\n`,
  ffconcat: ({ file }) => `ffconcat version 1.0\nfile '${file}'\n`,
  'ffconcat over HTTP': ({ url }) => `ffconcat version 1.0\nfile '${url}'\n`,
  DASH: ({ url, file }) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet contentType="audio" mimeType="audio/mp4"><Representation id="1" bandwidth="1"><BaseURL>${url}</BaseURL><SegmentList><SegmentURL media="file:${file}"/></SegmentList></Representation></AdaptationSet></Period></MPD>`,
  SDP: ({ url }) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio ${new URL(url).port} RTP/AVP 0\n`,
  SVG: ({ file, url }) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${url}"/><image xlink:href="file:${file}"/></svg>`,
  M3U: ({ file, url }) => `${file}\n${url}\n`,
  PLS: ({ file, url }) => `[playlist]\nFile1=${file}\nFile2=${url}\nNumberOfEntries=2\n`,
  XSPF: ({ url }) =>
    `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track><location>${url}</location></track></trackList></playlist>`,
  'XML with an entity': ({ file }) => `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:${file}">]><x>&y;</x>`,
  RTSP: ({ url }) => `RTSPtext\nrtsp://${new URL(url).host}/\n`,
  CUE: ({ file }) => `FILE "${file}" MP3\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
}

/** What may stand in front of it, so that it is taken for something else. */
const FRONTS: Readonly<Record<string, string>> = {
  '': '',
  ' behind a tag': 'ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0000',
  ' behind the head of a WAV': 'RIFF\u0010\u0000\u0000\u0000WAVE',
  ' behind the head of a movie': '\u0000\u0000\u0000\u0014ftypM4A \u0000\u0000\u0000\u0000M4A ',
}

/** Sixty kinds of hostile files. */
export const HOSTILE: Readonly<Record<string, (targets: Targets) => Buffer>> = Object.fromEntries(
  Object.entries(FRONTS).flatMap(([front, bytes]) =>
    Object.entries(POINTERS).map(([what, pointAt]) => [
      what + front,
      (targets: Targets) => Buffer.from(bytes + pointAt(targets), 'latin1'),
    ]),
  ),
)

/** For a shell: an ffmpeg that is given no format and may open anything. Only what stands in front of the input is changed. */
export const trustingScript = (ffmpeg: string): string => `#!/bin/sh
rest=$#
before=1
while [ "$rest" -gt 0 ]; do
  one=$1; shift; rest=$((rest - 1))
  if [ $before = 1 ]; then
    case "$one" in
      -f|-format_whitelist|-codec_whitelist) shift; rest=$((rest - 1)); continue ;;
      -protocol_whitelist) shift; rest=$((rest - 1)); set -- "$@" -protocol_whitelist file,http,tcp,crypto,data; continue ;;
      -i) before=0 ;;
    esac
  fi
  set -- "$@" "$one"
done
exec '${ffmpeg}' "$@"
`
