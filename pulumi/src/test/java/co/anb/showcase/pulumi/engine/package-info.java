/**
 * An engine of the tests' own. It starts the real entry point as the Pulumi CLI would, answers each registration as AWS
 * might, and keeps the graph that was asked for.
 */
@NullMarked
package co.anb.showcase.pulumi.engine;

import org.jspecify.annotations.NullMarked;
