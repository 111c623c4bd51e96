package co.anb.showcase.shared.jobs;

import java.util.List;

/**
 * What an attempt saved.
 *
 * @param processedKey where the published video is
 * @param posterKey where its poster is
 */
public record JobOutput(String processedKey, String posterKey) {

    /** Both keys. */
    public List<String> keys() {
        return List.of(processedKey, posterKey);
    }
}
