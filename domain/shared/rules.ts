import { err, ok, type Result } from 'neverthrow'

/** One sentence of a policy: `null` when the case keeps it, else why not, with what was refused. */
export type Rule<Case, Refusal> = (given: Case) => Refusal | null

/** The case itself if it keeps every rule, else the refusal of the first one it breaks. */
export const checkRules = <Case, Refusal>(
  given: Case,
  rules: readonly Rule<Case, Refusal>[],
): Result<Case, Refusal> => {
  for (const rule of rules) {
    const refusal = rule(given)
    if (refusal !== null) return err(refusal)
  }
  return ok(given)
}
