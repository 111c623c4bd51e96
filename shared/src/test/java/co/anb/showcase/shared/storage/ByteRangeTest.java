package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 10",
        "bytes=9-, 9, 1",
        "bytes=-1, 9, 1",
        "bytes=-10, 0, 10",
        "bytes=-11, 0, 10",
        "bytes=3-5, 3, 3",
        "bytes=3-500, 3, 7",
        "bytes=3-999999999999999999, 3, 7"
    })
    void headerNamesAPartOfTenBytes(String header, long offset, long length) {
        assertThat(ByteRange.parse(header).flatMap(range -> range.resolve(10)))
                .contains(new ByteRange.Span(offset, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0"})
    void partOutsideTenBytesCanNotBeGiven(String header) {
        assertThat(ByteRange.parse(header)).isPresent();
        assertThat(ByteRange.parse(header).flatMap(range -> range.resolve(10))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,2-3", "bytes=+1-2"})
    void otherHeadersAreNoRange(String header) {
        assertThat(ByteRange.parse(header)).isEmpty();
    }

    @Test
    void emptyObjectHasNoParts() {
        assertThat(ByteRange.from(0).resolve(0)).isEmpty();
        assertThat(ByteRange.suffix(5).resolve(0)).isEmpty();
    }

    @Test
    void rangeThatIsNoneCanNotBeMade() {
        assertThatThrownBy(() -> new ByteRange(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteRange.of(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteRange.from(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
