package co.anb.showcase.embedded.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledFfmpegTest {

    @ParameterizedTest
    @CsvSource({"Mac OS X,aarch64", "Linux,aarch64", "Windows 11,amd64"})
    void saysWhatToInstallOnAMachineThatItDoesNotFit(String system, String architecture) {
        assertThatThrownBy(() -> BundledFfmpeg.requireSupported(system, architecture))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll(system, architecture, "install ffmpeg", "ffmpeg.path");
    }

    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,x86_64"})
    void acceptsLinuxOnX64(String system, String architecture) {
        assertThatCode(() -> BundledFfmpeg.requireSupported(system, architecture))
                .doesNotThrowAnyException();
    }
}
