package co.anb.showcase.local;

import co.anb.showcase.shared.launcher.ServiceMain;

/**
 * The services that local mode runs.
 *
 * @param auth accounts and sessions
 * @param core the Core API
 * @param worker the video worker
 */
record LocalServices(ServiceMain auth, ServiceMain core, ServiceMain worker) {}
