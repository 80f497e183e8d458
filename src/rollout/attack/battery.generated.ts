// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '44344f03d46dad5b'
