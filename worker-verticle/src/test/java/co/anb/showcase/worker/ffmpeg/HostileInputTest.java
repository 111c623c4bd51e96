package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {

    @Test
    void opensOneProtocolAndOneDemuxerOnly() {
        assertThat(HostileInput.forDecoding()).containsSequence("-protocol_whitelist", "file", "-f", "mov");
        assertThat(HostileInput.forProbing()).containsSequence("-protocol_whitelist", "file", "-f", "mov");
        assertThat(HostileInput.forDecoding()).contains("-max_pixels", "-codec_whitelist", "-an", "-sn", "-dn");
        assertThat(HostileInput.forProbing()).contains("-max_pixels", "-codec_whitelist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i", "http:evil.mp4", "a b.mp4", "concat:x|y"})
    void neverLetsANameBeAnOptionOrAProtocol(String name) {
        assertThat(HostileInput.argument(Path.of(name))).startsWith("file:/").endsWith("/" + name);
    }
}
