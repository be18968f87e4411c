import { runOnFolder } from './backup/command.ts'
import { restore } from './backup/restore.ts'

await runOnFolder('restore', 'migrate', async (settings, folder, course) => {
  await restore(settings, folder, course)
  return 0
})
