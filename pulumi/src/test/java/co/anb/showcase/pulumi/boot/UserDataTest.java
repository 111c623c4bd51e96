package co.anb.showcase.pulumi.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.pulumi.engine.BootText;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UserDataTest {

    private static final Pattern SECRET = Pattern.compile("\\$\\(secret ([a-z-]+)\\)");
    private static final Pattern USED = Pattern.compile("\\$\\{?([A-Z][A-Z0-9_]+)");
    private static final Pattern SET = Pattern.compile("(?:^|[\\s{])([A-Z][A-Z0-9_]+)=");

    private final Map<Component, String> hosts = Hosts.all();

    @ParameterizedTest
    @EnumSource
    void fitsIntoWhatEc2Takes(Component component) {
        assertThat(hosts.get(component)).hasSizeLessThan(CloudConfig.LIMIT_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void sameHostIsTheSameText(Component component) {
        assertThat(Hosts.all().get(component)).isEqualTo(hosts.get(component));
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSecretsThatItNames(Component component) {
        Set<String> read = SECRET.matcher(text(component))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(read).containsExactlyInAnyOrderElementsOf(component.secrets());
    }

    /** The shell would stop at one that is not set, on the host. The services' boots are executed, in firstboot. */
    @ParameterizedTest
    @EnumSource(names = {"BROKER", "OBSERVABILITY"})
    void everyVariableOfItsScriptsIsSet(Component component) {
        String text = text(component);
        Set<String> set =
                SET.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        set.add("MAINPID");

        assertThat(USED.matcher(text).results().map(found -> found.group(1))).isSubsetOf(set);
    }

    /** A reboot empties both, and nobody runs the scripts again. */
    @ParameterizedTest
    @EnumSource
    void whatUnitsReadOutlivesAReboot(Component component) {
        assertThat(filesBelow(component, "/etc/"))
                .isNotEmpty()
                .allSatisfy((path, content) ->
                        assertThat(content).as(path).doesNotContain("/run/").doesNotContain("/tmp/"));
    }

    /** The disk is not waited for by the system, so that a broken one does not keep a host from coming up. */
    @ParameterizedTest
    @CsvSource({"WORKER, /var/lib/anb/scratch", "BROKER, /var/lib/rabbitmq", "OBSERVABILITY, /srv"})
    void whoHasDataOnTheSecondDiskWaitsForIt(Component component, String folder) {
        assertThat(text(component)).contains("mount_second_disk " + folder + "\n", ",nofail ");
        Map<String, String> units = filesBelow(component, "/etc/systemd/system/");
        units.keySet().removeIf(path -> path.contains("promtail") || path.endsWith("anb-worker.service"));
        assertThat(units)
                .isNotEmpty()
                .allSatisfy((path, unit) -> assertThat(unit).as(path).contains("RequiresMountsFor=" + folder + "\n"));
    }

    /** A release or new session keys must not replace what keeps data. */
    @Test
    void brokerAndObservabilityKnowNoReleaseAndNoKeys() {
        for (Component component : Set.of(Component.BROKER, Component.OBSERVABILITY)) {
            assertThat(text(component)).doesNotContain(Hosts.CORE_JAR, Hosts.SESSION_TOKEN, "aws-credentials'");
        }
    }

    @Test
    void sessionKeysAreInOnePrivateFileOfCoreAndWorkerOnly() {
        String keys = "  - path: /etc/anb/aws-credentials\n    permissions: '0600'\n";

        assertThat(text(Component.CORE)).containsOnlyOnce(keys).containsOnlyOnce(Hosts.SESSION_TOKEN);
        assertThat(text(Component.WORKER)).containsOnlyOnce(keys).containsOnlyOnce(Hosts.SESSION_TOKEN);
        assertThat(text(Component.AUTH)).doesNotContain(Hosts.SESSION_TOKEN);
        assertThat(UserData.core(Hosts.core())).doesNotContain(keys);
    }

    @Test
    void valueThatCouldEndItsQuotesIsRefused() {
        CoreBoot hostile =
                new CoreBoot(Hosts.core().service(), "broker:5672", "media", "http://auth'; reboot; '", "10.0.1.0/24");

        assertThatThrownBy(() -> UserData.core(hostile)).hasMessageContaining("AUTH_URL");
    }

    @Test
    void hashThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new Artifact("releases/core.jar", "latest")).hasMessageContaining("64 hexadecimal");
    }

    @Test
    void sessionKeysAreNotShown() {
        assertThat(new SessionCredentials("id", "key", Hosts.SESSION_TOKEN))
                .asString()
                .doesNotContain("ttt", "key=");
    }

    private Map<String, String> filesBelow(Component component, String folder) {
        Map<String, String> files = new TreeMap<>(BootText.of(text(component)).files());
        files.keySet().removeIf(path -> !path.startsWith(folder));
        return files;
    }

    private String text(Component component) {
        return String.valueOf(hosts.get(component));
    }
}
