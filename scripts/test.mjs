// `npm test`: installs what is missing and runs `npm run check`.
import './check.mjs'
