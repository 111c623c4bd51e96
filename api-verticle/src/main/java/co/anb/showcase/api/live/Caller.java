package co.anb.showcase.api.live;

/**
 * Who opens streams.
 *
 * @param name tells callers apart
 * @param most how many streams such a caller may have on a node
 */
record Caller(String name, int most) {}
