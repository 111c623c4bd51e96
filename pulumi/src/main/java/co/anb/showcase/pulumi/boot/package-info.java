/**
 * What each host does at its first boot, as text: a pure function of a few strings
 * ({@link co.anb.showcase.pulumi.boot.UserData}), and the scripts, units and settings in the resource folder of the
 * same name.
 *
 * <p>A host's user-data is a {@code #cloud-config} that writes files and runs the host's script. The scripts are the
 * same on every host of a kind and are never edited by a program: what differs is in {@code /etc/anb/host.conf}, and no
 * secret is in that. In order: packages from the distribution (RabbitMQ, Grafana and Loki from their makers, pinned in
 * {@link co.anb.showcase.pulumi.boot.Versions}), the released jar from the release bucket, taken only when it has the
 * released hash, secrets from SSM into {@code /etc/anb/<component>.env} (0600, the variables of docs/configuration.md),
 * a hardened systemd unit, and the wait until the service answers. Promtail and the CloudWatch agent come last and
 * apart, so that a host serves without them.
 *
 * <p>The release bucket has the jars ({@code releases/…}), the certificates of RDS and the repository's
 * {@code grafana/} under {@link co.anb.showcase.pulumi.boot.UserData#CONFIGURATION_PREFIX}. A host reads both with its
 * instance profile, or, in a lab, Core and the worker with session credentials.
 *
 * <p>Nothing here needs more than the JDK, so that tests of other modules can use it without the SDK.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.boot;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
