/** The rules that hold the whole repository's shape; they live here because this module sees all others. */
@NullMarked
package co.anb.showcase.local.architecture;

import org.jspecify.annotations.NullMarked;
