const WIDTH = 24
/** Milliseconds between two pictures. */
const PAUSE = 80
const CLEAR = '\r\u001b[K'

/** A bar on standard error, if that is a terminal. */
export type Progress = { readonly show: (stage: string, done: number) => void; readonly end: () => void }

/** A bar that has shown nothing yet; it has no colours. */
export const progressBar = (): Progress => {
  const { stderr } = process
  if (!stderr.isTTY || process.env['TERM'] === 'dumb') return { show: () => undefined, end: () => undefined }
  let [shownAt, shownStage] = [0, '']
  return {
    show: (stage, done) => {
      const now = performance.now()
      if (stage === shownStage && now - shownAt < PAUSE) return
      ;[shownAt, shownStage] = [now, stage]
      const full = Math.round(done * WIDTH)
      const bar = `${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}`
      stderr.write(`${CLEAR}${stage.padEnd(9)} [${bar}] ${String(Math.round(done * 100)).padStart(3)} %`)
    },
    end: () => void stderr.write(CLEAR),
  }
}
