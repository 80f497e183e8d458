// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'a8619030b958fec1'
