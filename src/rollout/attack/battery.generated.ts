// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '9300dea9e5fe0ede'
