/** The examples whose every environment is judged, played and proven here. */
export const systems = ["thebot", "wbot", "piyasa", "basebook"] as const;

export type System = (typeof systems)[number];
