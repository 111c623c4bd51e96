package co.anb.showcase.pulumi.databases;

import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.settings.Secrets;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.ssm.Parameter;
import com.pulumi.aws.ssm.ParameterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of each component as encrypted SSM parameters {@code /anb/<stack>/<component>/<secret>}. Hosts read them
 * at their boot, so that user-data holds names only.
 */
public final class HostSecrets extends ComponentResource {

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final List<Resource> parameters = new ArrayList<>();

    public HostSecrets(String name, Settings settings, ComponentResourceOptions options) {
        super("anb:databases:HostSecrets", name, options);
        this.settings = settings;
        for (Component component : Component.values()) {
            component
                    .secrets()
                    .forEach(secret -> valueOf(component, secret).ifPresent(value -> put(component, secret, value)));
        }
        registerOutputs(Map.of());
    }

    /** What a host needs to be there before it boots. */
    public List<Resource> parameters() {
        return List.copyOf(parameters);
    }

    private Optional<Output<String>> valueOf(Component component, String secret) {
        Secrets secrets = settings.secrets();
        return switch (secret) {
            case "database-password" ->
                Optional.of(component == Component.AUTH ? secrets.authDbPassword() : secrets.coreDbPassword());
            case "broker-password" -> Optional.of(secrets.rabbitmqPassword());
            case "console-password" -> Optional.of(secrets.consolePassword());
            case "key-encryption-key" -> Optional.of(secrets.keyEncryptionKey());
            case "grafana-admin-password" -> Optional.of(secrets.grafanaAdminPassword());
            case "admin-password" -> secrets.firstAdmin().map(Secrets.FirstAdmin::password);
            default -> throw new IllegalArgumentException("a boot asks for an unknown secret: " + secret);
        };
    }

    private void put(Component component, String secret, Output<String> value) {
        parameters.add(new Parameter(
                "anb-" + component.id() + "-" + secret,
                ParameterArgs.builder()
                        .name("/anb/" + settings.stack() + "/" + component.id() + "/" + secret)
                        .type("SecureString")
                        .value(value)
                        .build(),
                child));
    }
}
