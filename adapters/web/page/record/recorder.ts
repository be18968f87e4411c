import { computed, effect, signal, untracked } from '@preact/signals'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { FromOutput } from '../player/protocol.ts'
import type { Level } from './level.ts'
import { newMetronome } from './metronome.ts'
import { type Microphone, microphones, type NoMicrophone, openMicrophone } from './microphone.ts'
import type { FromTaker, WriteFault } from './protocol.ts'
import { newRoundTrips, playChirp } from './round-trips.ts'
import { type SongSession, songSession } from './session.ts'
import type { Song } from './song.ts'
import { blankTake, type Take } from './take.ts'
import { takeName } from './take-name.ts'
import type { Taker } from './taker.ts'
import type { Takes } from './takes.ts'

/** What is said of a recording beside its state. */
export type Remark = WriteFault | 'jumped' | 'stuttered' | 'unplugged' | 'notHeard' | 'measured' | 'kept'

type State = 'off' | 'opening' | 'armed' | 'measuring' | 'counting' | 'recording' | 'finishing'

const SILENT: Level = { peak: 0, isClipped: false }

const nowOf = ({ currentTime }: AudioContext): number => Math.round(currentTime * SAMPLE_RATE)

/** Records takes, along with a song or without one. */
export const newRecorder = (song: Song | null, taker: Taker, takes: Takes) => {
  const state = signal<State>('off')
  const microphone = signal<Microphone | null>(null)
  const missing = signal<NoMicrophone | null>(null)
  const devices = signal<readonly MediaDeviceInfo[]>([])
  const level = signal<Level>(SILENT)
  const hasClipped = signal(false)
  const remark = signal<Remark | null>(null)
  const bars = signal(1)
  const hasMetronome = signal(false)
  /** Frames that are safe on the disk. */
  const written = signal(0)
  let own: AudioContext | null = null
  let take: Take | null = null
  let session: SongSession | null = null
  let first: number | null = null
  const metronome = newMetronome((message) => microphone.value?.tell(message))

  const roundTrips = newRoundTrips(microphone)
  const { isMeasured } = roundTrips
  /** In frames; there is none to what is recorded without a song. */
  const roundTrip = computed(() => (song === null ? 0 : roundTrips.now.value))

  const context = async (): Promise<AudioContext> => {
    if (song !== null) return song.player.ready()
    own ??= new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' })
    await own.resume()
    return own
  }

  const onLevel = (now: Level): void => {
    level.value = now
    if (now.isClipped) hasClipped.value = true
  }

  const disarm = (): void => {
    if (take !== null) taker.tell({ type: 'stop', at: null })
    microphone.value?.close()
    microphone.value = null
    level.value = SILENT
    state.value = 'off'
  }

  const onEnd = (): void => {
    disarm()
    remark.value = 'unplugged'
  }

  /** Opens a microphone, so that recording begins at once when it is asked for. */
  const arm = async (deviceId: string | null = null): Promise<void> => {
    disarm()
    state.value = 'opening'
    remark.value = null
    const opened = await context()
    const found = await openMicrophone(opened, taker, deviceId, { onLevel, onEnd })
    missing.value = typeof found === 'string' ? found : null
    if (typeof found === 'string') {
      state.value = 'off'
      return
    }
    // So that the browser does not make room by removing takes.
    void navigator.storage.persist()
    devices.value = await microphones()
    roundTrips.expect(opened, found)
    microphone.value = found
    hasClipped.value = false
    state.value = 'armed'
  }

  /** Plays the chirp and listens for it. */
  const measure = async (): Promise<void> => {
    if (microphone.value === null) return
    song?.player.pause()
    state.value = 'measuring'
    remark.value = null
    playChirp(taker, microphone.value, nowOf(await context()))
  }

  const record = async (): Promise<void> => {
    const open = microphone.value
    if (open === null || take !== null) return
    const name = takeName({ post: song?.post ?? null, madeAt: new Date() })
    take = { ...blankTake(name), channels: open.channels, roundTrip: roundTrip.value, isMeasured: isMeasured.value }
    first = null
    remark.value = null
    written.value = 0
    hasClipped.value = false
    taker.tell({ type: 'record', take })
    takes.hearOnly(null)
    state.value = song === null ? 'recording' : 'counting'
    if (song === null) return
    session = songSession(song, metronome)
    await session.begin(nowOf(await context()), { bars: bars.value, hasMetronome: () => hasMetronome.value })
    place()
  }

  /** Ends the take when what is played now has come back. */
  const stop = async (): Promise<void> => {
    if (take === null || state.value === 'finishing') return
    state.value = 'finishing'
    session?.end()
    taker.tell({ type: 'stop', at: nowOf(await context()) + roundTrip.value })
  }

  /** Notes where the take lies, as soon as that is known and whenever it turns out to be another place. */
  const place = (): void => {
    if (take === null || session === null || first === null) return
    const laid = session.laid(take, first)
    if (laid.start === take.start) return
    take = laid
    taker.tell({ type: 'keep', take })
  }

  const onStopped = ({ frames, fault }: Extract<FromTaker, { type: 'stopped' }>): void => {
    if (take === null) return
    const done = { ...take, frames }
    const finished = session?.trimmed(done) ?? done
    session?.end()
    session = null
    take = null
    remark.value = fault ?? remark.value ?? 'kept'
    if (microphone.value !== null) state.value = 'armed'
    void takes.add(finished)
  }

  const onMeasured = (delayFrames: number | null): void => {
    if (state.value === 'measuring') state.value = 'armed'
    remark.value = delayFrames === null ? 'notHeard' : 'measured'
    if (delayFrames !== null) roundTrips.found(delayFrames)
  }

  const onTaker = (message: FromTaker): void => {
    if (message.type === 'measured') onMeasured(message.delayFrames)
    if (!('name' in message) || message.name !== take?.name) return
    if (message.type === 'began') {
      first = message.frame
      place()
    }
    if (message.type === 'written') written.value = message.frames
    if (message.type === 'stopped') onStopped(message)
  }

  const onSong = (): void => {
    const report = song?.player.heard.value ?? null
    if (report !== null) untracked(() => onReport(report))
  }

  const onReport = (report: FromOutput): void => {
    if (session === null) return
    const course = session.follow(report)
    place()
    if (state.value === 'counting' && session.isCountedIn()) state.value = 'recording'
    if (course === 'jumped' || course === 'stuttered') remark.value = course
    if (course === 'jumped' || course === 'paused') void stop()
  }

  /** Gives back what ends it; what is being recorded then is kept. */
  const start = (): (() => void) => {
    const ends = [taker.listen(onTaker), effect(onSong)]
    return () => {
      disarm()
      for (const end of ends) end()
      void own?.close()
    }
  }

  const clear = (): void => {
    hasClipped.value = false
  }

  const signals = { state, microphone, missing, devices, level, hasClipped, remark, bars, hasMetronome, written }
  return { ...signals, roundTrip, isMeasured, song, start, arm, disarm, measure, record, stop, clear }
}

export type Recorder = ReturnType<typeof newRecorder>
