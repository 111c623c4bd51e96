package co.anb.showcase.pulumi;

import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/** Tags of every resource. The provider adds the defaults; what it can't reach (scaled instances) gets them by hand. */
public final class Tags {

    private static final String CLUSTER = "anb:cluster";

    private Tags() {}

    /** Project, stack and manager: what the provider puts on each taggable resource. */
    public static Map<String, String> defaults(Settings settings) {
        return Map.of("Project", "anb-showcase", "Stack", settings.stack(), "ManagedBy", "pulumi");
    }

    /** The one tag that the console shows. */
    public static Map<String, String> named(String name) {
        return Map.of("Name", name);
    }

    /** By which hosts are found: by Prometheus those of a component, by the event bus its members. */
    public static Map<String, String> host(Settings settings, Component component) {
        Map<String, String> tags = new TreeMap<>(Map.of("anb:component", component.id()));
        if (component.isService()) {
            tags.put(CLUSTER, settings.stack());
        }
        return tags;
    }

    /** The tag of the members of the event bus, as {@code name=value}. */
    public static String ofMembers(Settings settings) {
        return CLUSTER + "=" + settings.stack();
    }

    /** For instances and volumes that AWS makes by a template: the provider's defaults don't reach them. */
    public static Map<String, String> complete(Settings settings, String name) {
        Map<String, String> tags = new TreeMap<>(defaults(settings));
        tags.putAll(named(name));
        return tags;
    }
}
