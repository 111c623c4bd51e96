/** Pages of docs/ that must say the same as the code. */
@NullMarked
package co.anb.showcase.testkit.documents;

import org.jspecify.annotations.NullMarked;
