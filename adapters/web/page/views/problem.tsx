import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'

/** Why a page is not there. */
export const ProblemView = ({ problem }: Views['problem']) => {
  const { shell } = usePage().words
  return (
    <>
      <h1>{problem.status === 404 ? shell.notFound : shell.problem}</h1>
      <p>{problem.detail}</p>
      <p>
        <a href="/">{shell.toHome}</a>
      </p>
    </>
  )
}
