package co.anb.showcase.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Mp4;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4SignatureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "dash",
                "M4V ", "M4VH", "M4VP"
            })
    void acceptsTheBrandsOfTheRules(String brand) {
        assertThat(Mp4Signature.refusal(Mp4.bytes(brand, 64))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qt  ", "heic", "mif1", "M4A ", "3gp5", "isoM", "MP42", "iso1"})
    void refusesEveryOther(String brand) {
        assertThat(Mp4Signature.refusal(Mp4.bytes(brand, 64)))
                .hasValueSatisfying(problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_FILE_TYPE));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "8, false", "15, false", "16, true", "4096, true", "4097, false", "4294967295, false"})
    void wantsABoxOfSensibleSize(long size, boolean accepted) {
        Buffer head = Buffer.buffer().appendUnsignedInt(size).appendString("ftypisom");

        assertThat(Mp4Signature.refusal(head).isEmpty()).isEqualTo(accepted);
    }
}
