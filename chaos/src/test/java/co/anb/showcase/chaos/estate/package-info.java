/** The services in processes of their own, what they stand on, and the books that must balance afterwards. */
@NullMarked
package co.anb.showcase.chaos.estate;

import org.jspecify.annotations.NullMarked;
