package co.anb.showcase.local.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberLogTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWhatAPersonShouldKnowIsToldAndOnce() throws IOException {
        Path file = folder.resolve("core-1.log");
        MemberLog log = new MemberLog(file);
        assertThat(log.news()).as("before the file is there").isEmpty();

        Files.writeString(file, """
                {"level":"INFO","msg":"GET /api/health"}
                {"level":"INFO","msg":"core ready on :8000"}
                {"level":"WARN","msg":"slow"}
                Exception in thread "main"
                {"level":"ERROR","msg":"half a""");
        assertThat(log.news()).containsExactly("INFO core ready on :8000", "WARN slow", "Exception in thread \"main\"");

        Files.writeString(file, " line\"}\n", StandardOpenOption.APPEND);
        assertThat(log.news()).containsExactly("ERROR half a line");
        assertThat(log.news()).isEmpty();
    }

    @Test
    void theFileOfTheNextProcessIsReadFromItsBeginning() throws IOException {
        Path file = folder.resolve("core-1.log");
        MemberLog log = new MemberLog(file);
        Files.writeString(file, "{\"level\":\"WARN\",\"msg\":\"a longer line of the first\"}\n");
        assertThat(log.news()).hasSize(1);

        Files.writeString(file, "{\"level\":\"WARN\",\"msg\":\"second\"}\n");
        log.restart();

        assertThat(log.news()).containsExactly("WARN second");
    }
}
