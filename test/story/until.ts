const PAUSE = 20

/** Asks again and again until the answer is not `undefined`; fails with `what` when the deadline has passed. */
export const until = async <Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  milliseconds = 30_000,
): Promise<Answer> => {
  const deadline = performance.now() + milliseconds
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}
