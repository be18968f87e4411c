/** The files of an attempt. They are in its own directory, so that no host path is ever an argument. */
export const INPUT = 'input'
export const DECODED = 'decoded.nut'

/** Options of every run: no console, nothing printed but errors. */
export const QUIET = ['-nostdin', '-hide_banner', '-v', 'error', '-y'] as const
