package co.anb.showcase.embedded.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StubLibraryTest {

    @ParameterizedTest
    @ValueSource(strings = {"libpulse.so.0", "libasound.so.2", "libxcb-shm.so.0"})
    void carriesItsNameAndNoSymbols(String name) {
        byte[] bytes = StubLibrary.of(name);

        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(0)).isEqualTo(0x464c457f);
        assertThat(file.getShort(16)).as("shared object").isEqualTo((short) 3);
        assertThat(file.getShort(18)).as("x86-64").isEqualTo((short) 62);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("\0" + name + "\0");
        assertThat(bytes).hasSizeLessThan(512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libpulse.so.0", "libxcb.so.1"})
    void keepsItsDynamicSectionInsideTheFileAndAligned(String name) {
        byte[] bytes = StubLibrary.of(name);

        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int dynamicHeader = (int) file.getLong(32) + 56;
        long offset = file.getLong(dynamicHeader + 8);
        long size = file.getLong(dynamicHeader + 32);
        assertThat(file.getInt(dynamicHeader)).as("PT_DYNAMIC").isEqualTo(2);
        assertThat(offset % 8).isZero();
        assertThat(offset + size).isEqualTo(bytes.length);
    }
}
