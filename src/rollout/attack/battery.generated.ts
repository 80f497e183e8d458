// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'f592c49f776952b6'
