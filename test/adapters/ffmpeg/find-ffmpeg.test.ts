import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeFfmpeg, findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { fakeFfmpeg, newFolder } from './support.ts'

/** Packages as npm might have put them: `ffmpeg-static` naming that path, `@ffmpeg/core` as it is here. */
const packages = async (has: { readonly static?: string | null; readonly core?: boolean }): Promise<NodeJS.Require> => {
  const folder = await newFolder()
  if (has.static !== undefined) {
    await mkdir(join(folder, 'node_modules/ffmpeg-static'), { recursive: true })
    const code = `module.exports = ${JSON.stringify(has.static)}`
    await writeFile(join(folder, 'node_modules/ffmpeg-static/index.js'), code)
  }
  if (has.core === true) {
    await mkdir(join(folder, 'node_modules/@ffmpeg'), { recursive: true })
    const real = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@ffmpeg/core'))))
    await symlink(real, join(folder, 'node_modules/@ffmpeg/core'))
  }
  return createRequire(join(folder, 'here.js'))
}

const find = async (where: Parameters<typeof findFfmpeg>[0]): Promise<string> =>
  describeFfmpeg(valueOf(await findFfmpeg(where)))

describe('ffmpeg is looked for', () => {
  test('first by the path that was named', async () => {
    const named = await fakeFfmpeg('', '7.1')
    const searchPath = dirname(await fakeFfmpeg('', '5.1'))
    expect(await find({ named, searchPath, packages: await packages({ static: named }) })).toBe(
      'ffmpeg 7.1 (FFMPEG_PATH)',
    )
  })

  test('then in ffmpeg-static', async () => {
    const where = { searchPath: dirname(await fakeFfmpeg('', '5.1')) }
    const ofNpm = await fakeFfmpeg('', '6.1.1-static')
    expect(await find({ ...where, packages: await packages({ static: ofNpm, core: true }) })).toBe(
      'ffmpeg 6.1.1 (ffmpeg-static)',
    )
  })

  test.each([
    ['is not installed', {}],
    ['names a file that is not there', { static: '/nowhere/ffmpeg' }],
    ['has none for this machine', { static: null }],
  ])('then on the path, where ffmpeg-static %s', async (_, has) => {
    const searchPath = `:${await newFolder()}:${dirname(await fakeFfmpeg('', '5.1.9-0+deb12u1'))}`
    expect(await find({ searchPath, packages: await packages({ ...has, core: true }) })).toBe('ffmpeg 5.1.9 (PATH)')
  })

  test('then in @ffmpeg/core, where the path has none or one that does not run', async () => {
    const broken = join(await newFolder(), 'ffmpeg')
    await writeFile(broken, 'no program')
    await chmod(broken, 0o755)
    for (const searchPath of ['', dirname(broken)]) {
      expect(await find({ searchPath, packages: await packages({ core: true }) })).toBe(
        'ffmpeg 5.1.4 WebAssembly (@ffmpeg/core)',
      )
    }
  })

  test('and where there is none, each place says why', async () => {
    const none = await findFfmpeg({ searchPath: '', packages: await packages({}) })
    expect(valueOf(none)).toEqual({
      kind: 'none',
      cause: 'ffmpeg-static: not installed; PATH: not found; @ffmpeg/core: not installed',
    })
  })
})

describe('a path that was named is refused and nothing else looked for', () => {
  test('where there is no file', async () => {
    const fault = faultOf(await findFfmpeg({ named: '/nowhere/ffmpeg', searchPath: process.env['PATH'] ?? '' }))
    expect(fault).toMatchObject({ type: 'FfmpegPathBroken', path: '/nowhere/ffmpeg' })
    expect(fault.cause).toContain('ENOENT')
  })

  test('where the file is no program', async () => {
    const named = await fakeFfmpeg('')
    await chmod(named, 0o644)
    expect(faultOf(await findFfmpeg({ named, searchPath: '' })).cause).toContain('EACCES')
  })

  test('where the program is another', async () => {
    const fault = faultOf(await findFfmpeg({ named: '/bin/sh', searchPath: '' }))
    expect(fault).toMatchObject({ type: 'FfmpegPathBroken', path: '/bin/sh' })
  })
})
