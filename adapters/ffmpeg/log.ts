/** A line's level stands in brackets, behind the name of the part that says it. */
const INFORMATION = /^(?:\[[^\]]* @ [^\]]*\] )?\[(?:info|verbose|debug)\]/

const AUDIO_STREAM =
  /^(?:\[[^\]]* @ [^\]]*\] )?\[info\] {3}Stream #0:\d+.*?: Audio: (?<codec>\w+)(?: \([^)]*\))*? ?(?:\((?<tag>[^ )]*) \/ [^)]*\))?.*?, (?<rate>\d+) Hz/

const DURATION = /\[info\] {3}Duration: (?<duration>[\d:.]+)/
const OUTPUT = /\[info\] Output #0/

const MAX_CAUSE = 4096

/** A track of sound as ffmpeg describes it. */
export type HeardStream = {
  /** Its codec, or the tag of one that ffmpeg does not know. */
  readonly codec: string
  readonly rate: number
  /** Channels, if they have no layout: `12 channels`. */
  readonly channels: number | null
}

/** Of standard error only what is asked of it is kept, however much is said: lyrics are said too, and each error. */
const MAX_TAIL = 16_384
const MAX_LINES = 64
const MAX_LINE = 1000

/** What ffmpeg says while it decodes. */
export class Log {
  readonly #streams: HeardStream[] = []
  #isInput = true
  #lasts = false
  #line = ''
  #tail = ''

  /** The input's tracks of sound, in their order; not yet, before ffmpeg has opened the file. */
  get streams(): readonly HeardStream[] {
    return this.#streams
  }

  /** Whether the file says that it lasts longer than nothing. */
  get lasts(): boolean {
    return this.#lasts
  }

  /** What went wrong: the end of all that is more than information. */
  get complaints(): string {
    const lines = [...this.#tail.split('\n'), this.#line].filter((line) => !INFORMATION.test(line))
    return lines.join('\n').trim().slice(-MAX_CAUSE)
  }

  hear(text: string): void {
    const lines = (this.#line + text).split('\n')
    this.#line = (lines.pop() ?? '').slice(0, MAX_LINE)
    this.#tail = `${this.#tail}${lines.map((line) => `${line}\n`).join('')}`.slice(-MAX_TAIL)
    if (this.#isInput) for (const line of lines) this.#read(line)
  }

  #read(line: string): void {
    if (OUTPUT.test(line)) this.#isInput = false
    if (!this.#isInput) return
    const duration = DURATION.exec(line)?.groups?.['duration']
    if (duration !== undefined) this.#lasts = /[1-9]/.test(duration)
    const found = AUDIO_STREAM.exec(line.slice(0, MAX_LINE))?.groups
    if (found === undefined || this.#streams.length === MAX_LINES) return
    const channels = /, (\d+) channels/.exec(line)?.[1]
    this.#streams.push({
      codec: (found['codec'] === 'none' ? found['tag'] : found['codec']) ?? 'none',
      rate: Number(found['rate']),
      channels: channels === undefined ? null : Number(channels),
    })
  }
}
