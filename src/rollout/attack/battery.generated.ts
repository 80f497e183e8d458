// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '69341049a263795b'
