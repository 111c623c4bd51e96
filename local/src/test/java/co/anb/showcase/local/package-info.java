/** Tests of local mode as its user runs it: the packaged jar, a folder, a browser's requests. */
@NullMarked
package co.anb.showcase.local;

import org.jspecify.annotations.NullMarked;
