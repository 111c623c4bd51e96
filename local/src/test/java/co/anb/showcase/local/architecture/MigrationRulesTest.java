package co.anb.showcase.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While nodes are renewed, the release before runs on the schema of this one: a migration adds and takes nothing away
 * (expand). What takes away (contract) comes a release later, and says in a comment that begins with {@code --
 * Contract:} why nobody needs it any more.
 */
class MigrationRulesTest {

    private static final List<Path> FOLDERS = List.of(
            Path.of("..", "shared", "src", "main", "resources", "db", "core"),
            Path.of("..", "auth-verticle", "src", "main", "resources", "db", "auth"));

    private static final Pattern COMMENT = Pattern.compile("--.*");

    /** What statements of the release before may fail on. */
    private static final Pattern BREAKING = Pattern.compile(
            "\\bDROP\\s+(?!INDEX|NOT\\s+NULL|DEFAULT)|\\bRENAME\\b|\\bTRUNCATE\\b|\\bSET\\s+NOT\\s+NULL\\b"
                    + "|\\bALTER\\s+COLUMN\\s+\\w+\\s+(SET\\s+DATA\\s+)?TYPE\\b"
                    + "|\\bADD\\s+(CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\\b"
                    + "|\\bADD\\s+COLUMN\\b(?![^,;]*\\bDEFAULT\\b)[^,;]*\\bNOT\\s+NULL\\b",
            Pattern.CASE_INSENSITIVE);

    @Test
    void everyMigrationLeavesTheReleaseBeforeWorking() throws IOException {
        List<Path> scripts = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                scripts.addAll(files.toList());
            }
        }

        assertThat(scripts).hasSizeGreaterThan(15);
        for (Path script : scripts) {
            assertThat(breaks(Files.readString(script))).as(script.toString()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE jobs DROP COLUMN attempt;",
                "drop table votes;",
                "ALTER TABLE jobs RENAME COLUMN claim_id TO claim;",
                "ALTER TABLE jobs ADD COLUMN a int, ADD COLUMN lane text NOT NULL;",
                "ALTER TABLE jobs ALTER COLUMN lane SET NOT NULL;",
                "ALTER TABLE jobs ALTER COLUMN lane TYPE int;",
                "ALTER TABLE jobs ADD CONSTRAINT lanes CHECK (lane > 0);"
            })
    void whatTakesAwayIsSeen(String statement) {
        assertThat(breaks("-- Why.\n" + statement)).isTrue();
        assertThat(breaks("-- Contract: 2.0 does not read it.\n" + statement)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (id uuid PRIMARY KEY, lane text NOT NULL);",
                "ALTER TABLE jobs ADD COLUMN lane text NOT NULL DEFAULT 'slow';",
                "ALTER TABLE jobs ADD COLUMN lane text; -- DROP TABLE jobs",
                "DROP INDEX jobs_due;"
            })
    void whatAddsIsFine(String statement) {
        assertThat(breaks(statement)).isFalse();
    }

    private static boolean breaks(String script) {
        return !script.contains("-- Contract:")
                && BREAKING.matcher(COMMENT.matcher(script).replaceAll("")).find();
    }
}
