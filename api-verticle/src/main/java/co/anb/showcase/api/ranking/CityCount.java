package co.anb.showcase.api.ranking;

/**
 * A city in the filter.
 *
 * @param city its name, in the spelling that most of its players use
 * @param players how many of them are in the ranking
 */
record CityCount(String city, int players) {}
