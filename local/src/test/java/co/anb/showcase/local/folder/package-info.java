/** Tests of the data folder. */
@NullMarked
package co.anb.showcase.local.folder;

import org.jspecify.annotations.NullMarked;
