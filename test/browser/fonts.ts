import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

const find = createRequire(import.meta.url)

/** The family that the package has files of. */
const KOREAN = dirname(find.resolve('@expo-google-fonts/nanum-gothic/package.json'))
/** Chromium from npm brings Latin letters, packed. */
const LATIN = join(dirname(find.resolve('@sparticuz/chromium')), '../bin/fonts.tar.br')

const configOf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>${KOREAN}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
  ${['system-ui', 'sans-serif']
    .map(
      (family) =>
        `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family><family>NanumGothic</family></prefer></alias>`,
    )
    .join('\n  ')}
</fontconfig>
`

/**
 * Fonts of npm packages with Latin and Korean letters, so that a picture is the same whatever the machine has.
 *
 * @returns the environment in which Chromium finds them, and nothing else
 */
export const fontsIn = async (folder: string): Promise<{ readonly FONTCONFIG_FILE: string }> => {
  await mkdir(folder, { recursive: true })
  const archive = join(folder, 'latin.tar')
  await writeFile(archive, await promisify(brotliDecompress)(await readFile(LATIN)))
  const { status } = spawnSync('tar', ['xf', archive, '-C', folder])
  if (status !== 0) throw new Error(`${LATIN} cannot be unpacked`)
  const file = join(folder, 'soundhub-fonts.conf')
  await writeFile(file, configOf(folder))
  return { FONTCONFIG_FILE: file }
}
