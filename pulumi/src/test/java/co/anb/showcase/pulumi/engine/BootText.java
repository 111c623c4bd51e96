package co.anb.showcase.pulumi.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** User-data as a host reads it. */
public record BootText(String text) {

    private static final String VARIABLES = "/etc/anb/host.conf";
    private static final String SESSION_KEYS = "/etc/anb/aws-credentials";

    /** Launch templates have it in base64, instances as it is. */
    public static BootText of(String userData) {
        boolean plain = userData.startsWith("#");
        return new BootText(
                plain ? userData : new String(Base64.getDecoder().decode(userData), StandardCharsets.UTF_8));
    }

    /** Contents of the files that it writes, by path. */
    @SuppressWarnings("unchecked")
    public Map<String, String> files() {
        Map<String, Object> config = new Yaml().load(text);
        Map<String, String> files = new TreeMap<>();
        for (Map<String, Object> file : (List<Map<String, Object>>) Objects.requireNonNull(config.get("write_files"))) {
            files.put(text(file, "path"), text(file, "content"));
        }
        return files;
    }

    private static String text(Map<String, Object> file, String key) {
        return (String) Objects.requireNonNull(file.get(key), key);
    }

    public boolean hasSessionKeys() {
        return files().containsKey(SESSION_KEYS);
    }

    /** Values that the program gives to the scripts. */
    public List<String> variables() {
        return files().getOrDefault(VARIABLES, "").lines().toList();
    }

    /** The scripts are files of this repository and are reviewed there; here their names are enough. */
    Map<String, Object> reviewed() {
        Map<String, Object> reviewed = new TreeMap<>();
        reviewed.put("writes", List.copyOf(files().keySet()));
        reviewed.put(VARIABLES, variables());
        return reviewed;
    }
}
