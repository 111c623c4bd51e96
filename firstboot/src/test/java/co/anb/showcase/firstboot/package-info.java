/** The first boots of the AWS estate's hosts, executed here with the released jars. */
@NullMarked
package co.anb.showcase.firstboot;

import org.jspecify.annotations.NullMarked;
