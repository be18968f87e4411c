/** What a browser does to a voice on a call, and must not do to music. */
export const PROCESSING = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const
export type Processing = (typeof PROCESSING)[number]

/** What the browser goes on doing although it was asked not to. A browser that does not say is taken at its word. */
export const stillOn = (settings: MediaTrackSettings): readonly Processing[] =>
  PROCESSING.filter((one) => settings[one] === true)

/** Its sound is that of a telephone, and comes a quarter of a second late. */
export const isBluetooth = (label: string): boolean =>
  /bluetooth|hands-?free|air ?pods|\bbuds\b|galaxy buds|headset \(.*(?:bt|ag audio)|\bhfp\b/i.test(label)

/** Raw sound, as far as a browser allows. */
export const constraintsFor = (deviceId: string | null): MediaTrackConstraints => ({
  ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 2 },
  sampleRate: { ideal: 48_000 },
})
