/** `node test/story/make-picture.ts <width> <height>`: a PNG, red on its left and blue on its right, to standard output. */
import { png } from '../images/pictures.ts'

const [width = 800, height = 600] = process.argv.slice(2).map(Number)
process.stdout.write(await png(width, height))
