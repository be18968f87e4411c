import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** Mono samples. */
export type Sound = Float32Array

const BEATS_PER_MINUTE = 100
const BARS = 12
const BEATS_PER_BAR = 4
/** I, V, vi and IV of C major, as MIDI notes. */
const CHORDS = [
  [60, 64, 67],
  [59, 62, 67],
  [57, 60, 64],
  [57, 60, 65],
] as const
const ROOTS = [36, 43, 45, 41]

const FRAMES_PER_BEAT = (SAMPLE_RATE * 60) / BEATS_PER_MINUTE
const BEATS = BARS * BEATS_PER_BAR

const frequency = (note: number): number => 440 * 2 ** ((note - 69) / 12)
const chordAt = (beat: number) => CHORDS[Math.floor(beat / BEATS_PER_BAR) % CHORDS.length]!

/** The same noise each time (a linear congruential generator). */
const newNoise = (): (() => number) => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

const silence = (): Sound => new Float32Array(Math.ceil((BEATS + 2) * FRAMES_PER_BEAT))

type Voice = (frame: number) => number

const add = (sound: Sound, beat: number, beats: number, voice: Voice): void => {
  const from = Math.round(beat * FRAMES_PER_BEAT)
  const frames = Math.min(sound.length - from, Math.round(beats * FRAMES_PER_BEAT))
  for (let frame = 0; frame < frames; frame++) sound[from + frame]! += voice(frame)
}

/** A string that is plucked (Karplus and Strong, 1983). */
const pluck = (note: number, noise: () => number): Voice => {
  const period = Math.round(SAMPLE_RATE / frequency(note))
  const string = Float64Array.from({ length: period }, noise)
  let at = 0
  return () => {
    const value = string[at]!
    const next = (at + 1) % period
    string[at] = (0.996 * (value + string[next]!)) / 2
    at = next
    return 0.35 * value
  }
}

const seconds = (frame: number): number => frame / SAMPLE_RATE
const sine = (hertz: number, frame: number): number => Math.sin(2 * Math.PI * hertz * seconds(frame))

const bassNote = (note: number): Voice => {
  const hertz = frequency(note)
  return (frame) => {
    const envelope = Math.min(1, frame / 400) * Math.exp(-3 * seconds(frame))
    return 0.45 * envelope * (sine(hertz, frame) + 0.4 * sine(2 * hertz, frame) + 0.15 * sine(3 * hertz, frame))
  }
}

const keyNote = (note: number): Voice => {
  const hertz = frequency(note)
  return (frame) => {
    const envelope = Math.min(1, frame / 2400) * Math.exp(-1.1 * seconds(frame))
    return 0.14 * envelope * (sine(hertz, frame) + 0.5 * sine(2.001 * hertz, frame) + 0.2 * sine(4.002 * hertz, frame))
  }
}

const kick: Voice = (frame) =>
  0.8 *
  Math.exp(-9 * seconds(frame)) *
  Math.sin(2 * Math.PI * (48 * seconds(frame) + 2.6 * (1 - Math.exp(-35 * seconds(frame)))))
const snare =
  (noise: () => number): Voice =>
  (frame) =>
    Math.exp(-16 * seconds(frame)) * (0.35 * noise() + 0.25 * sine(190, frame))
const hat = (noise: () => number): Voice => {
  let before = 0
  return (frame) => {
    const now = noise()
    const high = now - before
    before = now
    return 0.12 * Math.exp(-45 * seconds(frame)) * high
  }
}

/** Arpeggios of the chords in eighths. */
export const guitar = (): Sound => {
  const sound = silence()
  const noise = newNoise()
  for (let eighth = 0; eighth < 2 * BEATS; eighth++) {
    const notes = chordAt(eighth / 2)
    const note = [notes[0], notes[1], notes[2], notes[1] + 12][eighth % 4]!
    add(sound, eighth / 2, 1.5, pluck(note, noise))
  }
  return sound
}

/** The roots of the chords. */
export const bass = (): Sound => {
  const sound = silence()
  for (let beat = 0; beat < BEATS; beat++) {
    const root = ROOTS[Math.floor(beat / BEATS_PER_BAR) % ROOTS.length]!
    add(sound, beat, 0.9, bassNote(root))
    if (beat % 4 === 3) add(sound, beat + 0.5, 0.45, bassNote(root + 7))
  }
  return sound
}

/** Four to the bar. */
export const drums = (): Sound => {
  const sound = silence()
  const noise = newNoise()
  for (let beat = 0; beat < BEATS; beat++) {
    add(sound, beat, 0.7, beat % 2 === 0 ? kick : snare(noise))
    add(sound, beat, 0.3, hat(noise))
    add(sound, beat + 0.5, 0.3, hat(noise))
  }
  return sound
}

/** The chords, held. */
export const keyboard = (): Sound => {
  const sound = silence()
  for (let beat = 0; beat < BEATS; beat += BEATS_PER_BAR)
    for (const note of chordAt(beat)) add(sound, beat, 4.5, keyNote(note))
  return sound
}

export const TEMPO = BEATS_PER_MINUTE
