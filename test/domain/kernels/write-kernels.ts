import { writeFileSync } from 'node:fs'
import { assembled, SOURCES } from './assemble.ts'

for (const name of SOURCES) {
  const rows = (await assembled(name)).match(/.{1,112}/g)!.map((digits) => `  '${digits}'`)
  writeFileSync(
    new URL(`../../../domain/sound/${name}-binary.ts`, import.meta.url),
    `// Made by \`npm run kernels\` of ${name}.wat.

/** The kernels as WebAssembly, in hexadecimal digits. */
export const BINARY =
${rows.join(' +\n')}
`,
  )
}
