package co.anb.showcase.bench.part;

import java.nio.file.Path;

/**
 * Who votes for what: files of the run.
 *
 * @param tokens access tokens, one a line
 * @param videos ids of published videos, one a line
 * @param users how many tokens there are
 */
public record Voters(Path tokens, Path videos, int users) {}
