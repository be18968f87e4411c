import { writeFile } from 'node:fs/promises'
import { CLIENT, generatedClient } from './generated.ts'

await writeFile(new URL(`../../${CLIENT}`, import.meta.url), await generatedClient())
