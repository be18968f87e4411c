/** Browsers and systems, as their `User-Agent` tells them; the first that fits, since many claim to be others as well. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const LONGEST = 60

const found = (agent: string, among: typeof BROWSERS): string | undefined =>
  among.find(([pattern]) => pattern.test(agent))?.[1]

/** What a person would call a client: browser and system, or the name it gives itself. */
export const deviceOf = (agent: string): string => {
  const browser = found(agent, BROWSERS)
  if (browser === undefined) return agent.length > LONGEST ? `${agent.slice(0, LONGEST)}…` : agent
  const system = found(agent, SYSTEMS)
  return system === undefined ? browser : `${browser}, ${system}`
}
