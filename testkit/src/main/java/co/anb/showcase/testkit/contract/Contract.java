package co.anb.showcase.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** docs/openapi.yaml as tests ask it: which operation a request is, and what that operation may answer. Immutable. */
public final class Contract {

    private static final String FILE = "docs/openapi.yaml";

    private final List<Operation> operations;
    private final Answer problem;

    private Contract(List<Operation> operations, Answer problem) {
        this.operations = List.copyOf(operations);
        this.problem = problem;
    }

    /** The project's contract, read once a JVM. */
    public static Contract ofProject() {
        return Holder.PROJECT;
    }

    /**
     * A contract from a text.
     *
     * @throws IllegalArgumentException when the document is not one that these tests can hold a service against
     */
    static Contract parse(String yaml) {
        ContractParser parser = new ContractParser(yaml);
        return new Contract(parser.operations(), parser.problem());
    }

    /** The most concrete operation of a method and a path (without query). */
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation ->
                        operation.method().equals(method) && operation.path().matches(path))
                .min(Comparator.comparingInt(operation -> operation.path().parameterCount()));
    }

    /** Whether any method is served at a path. */
    boolean knows(String path) {
        return operations.stream().anyMatch(operation -> operation.path().matches(path));
    }

    /** The operations of one service that are built. */
    List<Operation> built(String service) {
        return operations.stream()
                .filter(operation -> operation.service().equals(service) && !operation.planned())
                .toList();
    }

    /** What an error looks like where no operation is concerned. */
    Answer problem() {
        return problem;
    }

    private static final class Holder {

        static final Contract PROJECT = parse(read());

        private static String read() {
            for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
                Path file = folder.resolve(FILE);
                if (Files.isRegularFile(file)) {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            throw new IllegalStateException("no " + FILE + " in this folder or above it");
        }
    }
}
