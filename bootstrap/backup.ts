import { runOnFolder } from './backup/command.ts'
import { backUp } from './backup/back-up.ts'

await runOnFolder('backup', 'admin', backUp)
