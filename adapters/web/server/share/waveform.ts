import { parseMediaPath } from '#domain/track/track.ts'
import { fewerPairs, waveformSvg } from '#domain/sound/waveform-svg.ts'
import { notFound, sendText } from '../sent.ts'
import type { Handler } from './site.ts'

const SIZE = { width: 1200, height: 140 }
const MOST_PAIRS = 600

/** The colour of waves on light and dark pages, as in style/base.css. */
const COLOURS = { light: '#b5542e', dark: '#f0936a' }

/** Peaks are smaller; whatever is larger is something else. */
const MOST_BYTES = 64 * 1024

const pairsIn = (text: string): readonly number[] | null => {
  const read = JSON.parse(text) as { readonly pairs?: unknown }
  const pairs: unknown = read.pairs
  if (!Array.isArray(pairs) || pairs.length < 2 || pairs.length % 2 !== 0) return null
  return pairs.every((one) => typeof one === 'number' && Math.abs(one) <= 1) ? (pairs as number[]) : null
}

/**
 * A drawn waveform, for pages without scripts and until scripts run: the peaks of a track by their media path. What is at a
 * media path never changes, so neither does this.
 */
export const waveform: Handler = [
  /^\/waveform\/(?<path>user_\d+\/Post_\d+\/\w+_peaks_[0-9a-f]+\.json)\.svg$/,
  async ({ request, found }, { readMedia }) => {
    const path = parseMediaPath(found['path']!)
    const file = path === null ? null : await readMedia(path)
    const pairs = file === null || file.bytes > MOST_BYTES ? null : pairsIn(await file.text())
    if (pairs === null) return notFound(request)
    return sendText(request, {
      type: 'image/svg+xml',
      text: waveformSvg(fewerPairs(pairs, MOST_PAIRS), SIZE, { colours: COLOURS, isStretched: true }),
      headers: {
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
      },
    })
  },
]
