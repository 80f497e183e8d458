// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '01dca565dcf2142f'
