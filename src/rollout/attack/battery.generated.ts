// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'f09d3555346798b0'
