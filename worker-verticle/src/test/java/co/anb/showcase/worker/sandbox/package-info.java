@NullMarked
package co.anb.showcase.worker.sandbox;

import org.jspecify.annotations.NullMarked;
