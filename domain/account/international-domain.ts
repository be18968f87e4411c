/** The parameters of Punycode (RFC 3492, 5). */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_N = 0x80

const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'

const adapted = (delta: number, points: number, isFirst: boolean): number => {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2))
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

const variableLength = (delta: number, bias: number): string => {
  let digits = ''
  let rest = delta
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
    if (rest < threshold) return digits + DIGITS.charAt(rest)
    digits += DIGITS.charAt(threshold + ((rest - threshold) % (BASE - threshold)))
    rest = Math.floor((rest - threshold) / (BASE - threshold))
  }
}

/** Encodes a text as Punycode (RFC 3492, 6.3). A few hundred characters cannot overflow. */
export const toPunycode = (text: string): string => {
  const points = Array.from(text, (character) => character.codePointAt(0)!)
  const basic = points.filter((point) => point < INITIAL_N)
  let encoded = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '')
  let [n, delta, bias, handled] = [INITIAL_N, 0, INITIAL_BIAS, basic.length]
  while (handled < points.length) {
    const least = Math.min(...points.filter((point) => point >= n))
    delta += (least - n) * (handled + 1)
    n = least
    for (const point of points) {
      if (point < n) delta += 1
      if (point !== n) continue
      encoded += variableLength(delta, bias)
      bias = adapted(delta, handled + 1, handled === basic.length)
      delta = 0
      handled += 1
    }
    delta += 1
    n += 1
  }
  return encoded
}

/** Scripts in use today (UAX 31, table 5), except the right-to-left ones below. */
const LEFT_TO_RIGHT =
  'Latin Greek Cyrillic Armenian Georgian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam ' +
  'Sinhala Thai Lao Tibetan Myanmar Ethiopic Khmer Hangul Hiragana Katakana Bopomofo Han'
const RIGHT_TO_LEFT = 'Hebrew Arabic Thaana'
const anyOf = (scripts: string): string =>
  scripts
    .split(' ')
    .map((script) => String.raw`\p{Script=${script}}`)
    .join('')

const LETTERS_AND_MORE = String.raw`[[[\p{L}\p{Mn}\p{Mc}\p{Nd}]&&[${anyOf(LEFT_TO_RIGHT)}\u30fc]]--\p{Default_Ignorable_Code_Point}]`
const LABEL = new RegExp(String.raw`^(?!-)(?!..--)(?:[a-z0-9\-]|${LETTERS_AND_MORE})+(?<!-)$`, 'v')
/** Right-to-left letters and marks (RFC 5893, 2), from blocks that are the same in every version of Unicode. */
const LABEL_FROM_THE_RIGHT = new RegExp(String.raw`^[[\p{L}\p{Mn}]&&[${anyOf(RIGHT_TO_LEFT)}]&&[\u0590-\u07bf]]+$`, 'v')
const LABEL_BESIDE_ONE_FROM_THE_RIGHT = /^\p{L}(?:.*[\p{L}\p{Nd}]\p{Mn}*)?$/su

/** Lower case, letter by letter, so that a sigma at the end of a word does not become a final sigma. */
const lower = (text: string): string => Array.from(text, (character) => character.toLowerCase()).join('')

/** Letters that UTS 46 keeps although they share their capital with another letter. */
const KEPT = new Set(['ß', 'ς', 'ı'])
const isFolded = (letter: string): boolean =>
  KEPT.has(letter) || lower(letter.toUpperCase()).normalize('NFC') === letter

const isLabel = (label: string): boolean =>
  (LABEL.test(label) || LABEL_FROM_THE_RIGHT.test(label)) &&
  /\p{L}/u.test(label) &&
  !/^\p{M}/u.test(label) &&
  label.normalize('NFKC') === label &&
  Array.from(label).every(isFolded)

const isAscii = (label: string): boolean => /^[\0-\x7f]*$/.test(label)

/** In lower case and NFC. `null` if a letter only becomes ASCII that way, such as the Kelvin sign. */
const toUnicodeLabel = (raw: string): string | null => {
  if (isAscii(raw)) return raw.toLowerCase()
  const label = lower(raw.normalize('NFC')).normalize('NFC')
  return !isAscii(label) && isLabel(label) ? label : null
}

/** In a domain with a right-to-left label, no label may start or end with a character of neutral direction (RFC 5893, 2). */
const readsOneWay = (labels: readonly string[]): boolean =>
  !labels.some((label) => LABEL_FROM_THE_RIGHT.test(label)) ||
  labels.every((label) => LABEL_FROM_THE_RIGHT.test(label) || LABEL_BESIDE_ONE_FROM_THE_RIGHT.test(label))

/**
 * The ASCII form of a domain (RFC 5891, 4): NFC, lower case, A-labels. `null` if a label contains anything but letters of
 * scripts in use, their marks, digits and hyphens, or a letter that UTS 46 would map to another one. The result is the same
 * as with UTS 46, non-transitional. Does not check lengths or labels that are ASCII.
 */
export const toAsciiDomain = (domain: string): string | null => {
  const labels = domain.split('.').map(toUnicodeLabel)
  const known = labels.filter((label) => label !== null)
  if (known.length < labels.length || !readsOneWay(known)) return null
  return known.map((label) => (isAscii(label) ? label : `xn--${toPunycode(label)}`)).join('.')
}
