import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { generatedClient } from './generated.ts'
import { CLIENT } from './place.ts'

const file = join(resolve(import.meta.dirname, '../..'), CLIENT)
await mkdir(dirname(file), { recursive: true })
await writeFile(file, await generatedClient())
