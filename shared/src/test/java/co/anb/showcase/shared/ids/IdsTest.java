package co.anb.showcase.shared.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void newIdsAreVersion7AndSortByTheTimeOfTheirCreation() {
        List<String> ids =
                Stream.generate(() -> Ids.next().toString()).limit(1_000).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(UUID.fromString(ids.get(0)).version()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "0199e0c4-7a2c-7000-8000-00000000000", "x", "' OR 1=1 --", "../../etc/passwd"})
    void whatIsNotCanonicalIsNoId(String text) {
        assertThat(Ids.parse(text)).isEmpty();
    }

    @Test
    void upperCaseNamesTheSameId() {
        UUID id = Ids.next();

        assertThat(Ids.parse(id.toString().toUpperCase(java.util.Locale.ROOT))).contains(id);
    }
}
