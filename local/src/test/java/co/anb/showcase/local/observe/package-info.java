/** What operators get: rules, dashboards and configuration as files, held against the running system. */
@NullMarked
package co.anb.showcase.local.observe;

import org.jspecify.annotations.NullMarked;
