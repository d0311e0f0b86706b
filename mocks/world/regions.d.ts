import type { WorldRegion } from './world.ts';
/** Where the company runs, with the share of the world's demand each region carries over a whole week. */
export declare const REGIONS: readonly (WorldRegion & {
    weeklyShare: number;
})[];
export declare const ZONES_PER_REGION = 3;
/** Share of a region's entry requests each zone receives while all three are healthy. */
export declare const ZONE_WEIGHTS: readonly number[];
/** Median of a one-way-and-back trip between regions, ms: `[from][to]`, in the order of REGIONS. */
export declare const REGION_ROUND_TRIP_MS: readonly (readonly number[])[];
