package co.anb.showcase.pulumi.databases;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.security.Security;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.aws.rds.ParameterGroup;
import com.pulumi.aws.rds.ParameterGroupArgs;
import com.pulumi.aws.rds.SubnetGroup;
import com.pulumi.aws.rds.SubnetGroupArgs;
import com.pulumi.aws.rds.inputs.ParameterGroupParameterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;

/** {@code anb-core-rds} and {@code anb-auth-rds}: PostgreSQL that speaks TLS only and can be put back to any second. */
public final class Databases extends ComponentResource {

    /** The same major version as everywhere; a test holds it against the parent POM. */
    public static final String POSTGRESQL_MAJOR = "17";

    private static final int BACKUP_DAYS = 7;

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final SubnetGroup subnets;
    private final ParameterGroup parameters;
    private final Instance core;
    private final Instance auth;

    public Databases(
            String name, Settings settings, Network network, Security security, ComponentResourceOptions options) {
        super("anb:databases:Databases", name, options);
        this.settings = settings;
        subnets = new SubnetGroup(
                "anb",
                SubnetGroupArgs.builder()
                        .description("Both zones")
                        .subnetIds(network.hostSubnetIds())
                        .tags(Tags.named("anb"))
                        .build(),
                child);
        parameters = parameters();
        core = instance(
                "anb-core-rds",
                UserData.CORE_DATABASE,
                settings.secrets().coreDbPassword(),
                security.groupIds(Party.CORE_DATABASE));
        auth = instance(
                "anb-auth-rds",
                UserData.AUTH_DATABASE,
                settings.secrets().authDbPassword(),
                security.groupIds(Party.AUTH_DATABASE));
        registerOutputs(Map.of("coreEndpoint", core.endpoint(), "authEndpoint", auth.endpoint()));
    }

    /** {@code host:port} of the server with videos, votes and rankings. */
    public Output<String> coreEndpoint() {
        return core.endpoint();
    }

    /** {@code host:port} of the server with accounts and sessions. */
    public Output<String> authEndpoint() {
        return auth.endpoint();
    }

    /** Names by which CloudWatch knows the servers, by the name of each. */
    public Map<String, Output<String>> identifiers() {
        return Map.of("anb-core-rds", core.identifier(), "anb-auth-rds", auth.identifier());
    }

    private ParameterGroup parameters() {
        return new ParameterGroup(
                "anb",
                ParameterGroupArgs.builder()
                        .family("postgres" + POSTGRESQL_MAJOR)
                        .description("TLS only")
                        .parameters(ParameterGroupParameterArgs.builder()
                                .name("rds.force_ssl")
                                .value("1")
                                .build())
                        .tags(Tags.named("anb"))
                        .build(),
                child);
    }

    private Instance instance(String name, String database, Output<String> password, Output<List<String>> groups) {
        return new Instance(
                name,
                InstanceArgs.builder()
                        .identifier(name)
                        .engine("postgres")
                        .engineVersion(POSTGRESQL_MAJOR)
                        .instanceClass(settings.sizes().dbInstanceClass())
                        .allocatedStorage(20)
                        .maxAllocatedStorage(100)
                        .storageType("gp3")
                        .storageEncrypted(true)
                        .dbName(database)
                        .username(database)
                        .password(password)
                        .dbSubnetGroupName(subnets.name())
                        .parameterGroupName(parameters.name())
                        .vpcSecurityGroupIds(groups)
                        .publiclyAccessible(false)
                        .multiAz(settings.multiAz())
                        .backupRetentionPeriod(BACKUP_DAYS)
                        .backupWindow("07:00-08:00")
                        .maintenanceWindow("sun:08:30-sun:09:30")
                        .autoMinorVersionUpgrade(true)
                        .copyTagsToSnapshot(true)
                        .deletionProtection(settings.protectData())
                        .skipFinalSnapshot(false)
                        .finalSnapshotIdentifier(name + "-" + settings.stack() + "-final")
                        .enabledCloudwatchLogsExports("postgresql", "upgrade")
                        .tags(Tags.named(name))
                        .build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .protect(settings.protectData())
                        .build());
    }
}
