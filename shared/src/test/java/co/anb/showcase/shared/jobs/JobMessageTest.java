package co.anb.showcase.shared.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobMessageTest {

    @Test
    void readsWhatItWrites() {
        JobMessage message = new JobMessage(JobId.next(), VideoId.next());

        assertThat(JobMessage.parse(message.toJson())).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"job_id\":7,\"video_id\":7}",
                "{\"job_id\":\"0190c5a0-0000-7000-8000-000000000000\"}",
                "{\"job_id\":\"x\",\"video_id\":\"y\"}"
            })
    void whatIsNoMessageIsEmpty(String body) {
        assertThat(JobMessage.parse(new JsonObject(body))).isEmpty();
    }
}
