package co.anb.showcase.pulumi.boot;

/**
 * What the boot of a service is told.
 *
 * @param host as for every host
 * @param port what it listens on, on all addresses
 * @param jar the runnable jar
 * @param databaseAuthority PEM file of the authorities that sign the certificates of RDS
 * @param database {@code host:port} of its database server; the names of database and user are {@link UserData}'s
 * @param cluster the event bus that it joins
 */
public record Service(
        Host host, int port, Artifact jar, Artifact databaseAuthority, String database, Cluster cluster) {}
