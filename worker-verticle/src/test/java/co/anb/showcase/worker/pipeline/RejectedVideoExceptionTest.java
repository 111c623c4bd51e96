package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedVideoExceptionTest {

    @Test
    void tellsThePlayerInSpanishWhatIsWrong() {
        RejectedVideoException rejected = new RejectedVideoException(Rejection.INVALID_VIDEO_DURATION, 10.52, 20L, 60L);

        assertThat(rejected.sentence()).isEqualTo("El video dura 10,52 s y debe durar entre 20 y 60 segundos.");
        assertThat(rejected.sentence(Locale.US))
                .isEqualTo("The video lasts 10.52 s and must last between 20 and 60 seconds.");
        assertThat(rejected.sentence(Locale.GERMANY)).startsWith("El video dura");
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasASentenceInBothLanguages(Rejection reason) {
        RejectedVideoException rejected = new RejectedVideoException(reason, "a", "b", "c", "d");

        assertThat(rejected.sentence()).isNotBlank().doesNotContain("{", "}");
        assertThat(rejected.sentence(Locale.ENGLISH)).isNotBlank().isNotEqualTo(rejected.sentence());
    }
}
