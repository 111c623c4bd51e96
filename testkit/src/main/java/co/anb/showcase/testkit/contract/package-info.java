/** Holds what the services do against docs/openapi.yaml: every answer, and the routes that are mounted. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.testkit.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
