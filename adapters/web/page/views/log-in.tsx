import type { Views } from '../../contract.ts'

export const LogInView = (_: Views['log-in']) => <h1>LogIn</h1>
