/**
 * Asks again and again until nothing is missing any more.
 *
 * @param what completes the sentence "waited 300 s for …"
 * @param missing answers undefined when it is done, else what is still missing
 * @param timeout in milliseconds; default five minutes
 * @throws Error with what was missing at the end
 */
export async function waitUntil(
  what: string,
  missing: () => Promise<string | undefined>,
  timeout = 300_000,
): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    const still = await missing();
    if (still === undefined) return;
    if (Date.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}:\n${still}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
