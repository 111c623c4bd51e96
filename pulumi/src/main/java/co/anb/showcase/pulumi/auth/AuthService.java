package co.anb.showcase.pulumi.auth;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.balancing.AuthBalancer;
import co.anb.showcase.pulumi.balancing.LoadBalancing;
import co.anb.showcase.pulumi.balancing.Target;
import co.anb.showcase.pulumi.boot.AuthBoot;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.databases.Databases;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.hosts.RollingGroup;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.settings.Secrets;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;

/** One node of Auth, and two while a release or a fault renews it (ADR 013). */
public final class AuthService extends ComponentResource {

    /** Most of the time. */
    public static final int NODES = 1;

    public static final int NODES_DURING_A_RELEASE = 2;

    private final RollingGroup nodes;

    public AuthService(
            String name,
            Foundation foundation,
            Databases databases,
            LoadBalancing balancing,
            AuthBalancer internal,
            ComponentResourceOptions options) {
        super("anb:auth:AuthService", name, options);
        String adminEmail = foundation
                .settings()
                .secrets()
                .firstAdmin()
                .map(Secrets.FirstAdmin::email)
                .orElse("");
        Output<String> userData = foundation
                .service(Ports.AUTH, foundation.storage().authJar(), databases.authEndpoint())
                .applyValue(service ->
                        UserData.auth(new AuthBoot(service, String.join(",", Network.PUBLIC_CIDRS), adminEmail)));
        nodes = new RollingGroup(
                "auth",
                foundation,
                new RollingGroup.Spec(
                        Component.AUTH,
                        foundation.settings().sizes().authInstanceType(),
                        NODES,
                        NODES_DURING_A_RELEASE,
                        userData,
                        foundation.security().groupIds(Party.AUTH, Party.CLUSTER),
                        List.of(balancing.targetGroupArn(Target.AUTH), internal.targetGroupArn())),
                ComponentResourceOptions.builder().parent(this).build());
        registerOutputs(Map.of());
    }

    public Output<String> groupName() {
        return nodes.groupName();
    }
}
