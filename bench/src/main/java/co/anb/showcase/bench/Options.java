package co.anb.showcase.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for.
 *
 * @param quick whether it is only to see that everything works
 * @param only the parts to run; none is all of them
 * @param root the project's folder
 * @param generator the compiled load generator
 */
record Options(boolean quick, Set<String> only, Path root, Path generator) {

    Options {
        only = Set.copyOf(only);
    }

    /**
     * Reads a command line.
     *
     * @throws BenchException about what it does not know
     */
    static Options of(String... arguments) {
        boolean quick = false;
        Set<String> only = new TreeSet<>();
        List<String> rest = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.startsWith("--only=")) {
                only.addAll(List.of(argument.substring("--only=".length()).split(",")));
            } else if (argument.startsWith("-")) {
                throw new BenchException("unknown option " + argument + "; there are --quick and --only=PART,PART");
            } else {
                rest.add(argument);
            }
        }
        if (rest.size() != 2) {
            throw new BenchException("run bench/run.sh, which says where the project and the generator are");
        }
        return new Options(quick, only, Path.of(rest.get(0)), Path.of(rest.get(1)));
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
