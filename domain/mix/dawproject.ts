import { xmlText } from '../shared/xml.ts'
import { SAMPLE_RATE } from '../sound/block.ts'

/** A track of a DAWproject: one file, from the beginning of the song to its end. */
export type DawTrack = {
  readonly name: string
  /** The path of its file, relative to that of the project. */
  readonly file: string
  /** The linear factor of its fader. */
  readonly volume: number
  /** −100 (left) … 100 (right). */
  readonly pan: number
  readonly mute: boolean
  readonly solo: boolean
}

/** A song as a DAWproject holds it. */
export type DawSong = {
  readonly title: string
  /** Who plays. */
  readonly artists: readonly string[]
  readonly bpm: number | null
  /** Length of every file in samples at 48 kHz. */
  readonly frames: number
  readonly tracks: readonly DawTrack[]
}

/** The highest that a fader goes, a factor: 6.02 dB, as in the projects that DAWs write. */
export const HIGHEST_FADER = 2

const DIGITS = 6

const parameters = (id: string, { volume, pan, mute }: Pick<DawTrack, 'volume' | 'pan' | 'mute'>): string => `
        <Mute value="${mute}" id="${id}-mute" name="Mute"/>
        <Pan max="1" min="0" unit="normalized" value="${((pan + 100) / 200).toFixed(DIGITS)}" id="${id}-pan" name="Pan"/>
        <Volume max="${HIGHEST_FADER}" min="0" unit="linear" value="${volume.toFixed(DIGITS)}" id="${id}-volume" name="Volume"/>`

const trackOf = (track: DawTrack, at: number): string => `
    <Track contentType="audio" loaded="true" id="track-${at}" name="${xmlText(track.name)}">
      <Channel audioChannels="2" destination="master-channel" role="regular" solo="${track.solo}" id="channel-${at}">${parameters(`channel-${at}`, track)}
      </Channel>
    </Track>`

const lanesOf = (track: DawTrack, at: number, seconds: number): string => `
      <Lanes track="track-${at}" id="lanes-${at}">
        <Clips id="clips-${at}">
          <Clip time="0" duration="${seconds}" playStart="0" contentTimeUnit="seconds" name="${xmlText(track.name)}">
            <Audio channels="2" duration="${seconds}" sampleRate="${SAMPLE_RATE}" id="audio-${at}">
              <File path="${xmlText(track.file)}" external="true"/>
            </Audio>
          </Clip>
        </Clips>
      </Lanes>`

const transportOf = (bpm: number | null): string =>
  bpm === null
    ? ''
    : `
  <Transport>
    <Tempo max="999" min="1" unit="bpm" value="${bpm}" id="tempo" name="Tempo"/>
  </Transport>`

const MASTER = { volume: 1, pan: 0, mute: false }

/**
 * The `project.xml` of a DAWproject 1.0 (github.com/bitwig/dawproject): a track with its fader and balance for each file, one clip
 * on each that begins at 0, and the tempo if it is known. The files lie beside the project, not in it.
 */
export const dawProjectXml = ({ bpm, frames, tracks }: DawSong): string => {
  const seconds = frames / SAMPLE_RATE
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project version="1.0">
  <Application name="Soundhub" version="1"/>${transportOf(bpm)}
  <Structure>${tracks.map(trackOf).join('')}
    <Track contentType="audio" loaded="true" id="master" name="Master">
      <Channel audioChannels="2" role="master" solo="false" id="master-channel">${parameters('master-channel', MASTER)}
      </Channel>
    </Track>
  </Structure>
  <Arrangement id="arrangement">
    <Lanes timeUnit="seconds" id="lanes">${tracks.map((track, at) => lanesOf(track, at, seconds)).join('')}
    </Lanes>
  </Arrangement>
</Project>
`
}

/** Its `metadata.xml`. */
export const dawMetaDataXml = ({
  title,
  artists,
}: DawSong): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<MetaData>
  <Title>${xmlText(title)}</Title>
  <Artist>${xmlText(artists.join(', '))}</Artist>
</MetaData>
`
