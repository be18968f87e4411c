import { execFileSync } from 'node:child_process'

// After `npm ci`. Where only the server is installed, nothing can be built, and nothing has to be.
const canBuild = await import('vite').then(
  () => true,
  () => false,
)
if (canBuild) execFileSync('npm', ['run', 'page'], { stdio: 'inherit' })
