package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildOutputTest {

    private final List<String> lines = new ArrayList<>();

    @Test
    void handsOnEveryByteAndTellsTheLinesToo() throws IOException {
        try (ChildOutput target = new ChildOutput(input("frame=1\nprogress=continue\nrest"), 100, lines::add)) {
            assertThat(new String(target.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("frame=1\nprogress=continue\nrest");
        }

        assertThat(lines).containsExactly("frame=1", "progress=continue");
    }

    @Test
    void readsSingleBytesToo() throws IOException {
        try (ChildOutput target = new ChildOutput(input("é\n"), 100, lines::add)) {
            assertThat(target.read()).isEqualTo(0xc3);
            assertThat(target.read()).isEqualTo(0xa9);
            assertThat(target.read()).isEqualTo('\n');
            assertThat(target.read()).isEqualTo(-1);
        }

        assertThat(lines).hasSize(1);
    }

    @Test
    void stopsAChildThatWritesWithoutEnd() throws IOException {
        try (ChildOutput target = new ChildOutput(input("x".repeat(1000)), 999, lines::add)) {
            assertThatThrownBy(target::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than");
        }
    }

    @Test
    void boundsALineWithoutEnd() throws IOException {
        try (ChildOutput target = new ChildOutput(input("x".repeat(50_000) + "\n"), 100_000, lines::add)) {
            assertThat(target.readAllBytes()).hasSize(50_001);
        }

        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSize(4096));
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
