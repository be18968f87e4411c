import { writeFileSync } from 'node:fs'
import { assembled } from './assemble.ts'

const rows = (await assembled()).match(/.{1,112}/g)!.map((digits) => `  '${digits}'`)

writeFileSync(
  new URL('../../../domain/sound/kernels-binary.ts', import.meta.url),
  `// Made by \`npm run kernels\` of kernels.wat.

/** The kernels as WebAssembly, in hexadecimal digits. */
export const BINARY =
${rows.join(' +\n')}
`,
)
