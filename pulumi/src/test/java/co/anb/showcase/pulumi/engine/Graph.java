package co.anb.showcase.pulumi.engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run of the program asked the engine for.
 *
 * @param outputs of the stack; secrets are hidden
 * @param messages that the program sent to the operator
 * @param exitCode of the process
 */
public record Graph(
        SortedMap<String, Declared> resources, Map<String, String> outputs, List<String> messages, int exitCode) {

    private static final Gson REVIEW =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    public Collection<Declared> all() {
        return resources.values();
    }

    public List<Declared> of(String shortType) {
        return all().stream().filter(resource -> resource.isOf(shortType)).toList();
    }

    public Declared get(String shortType, String name) {
        return of(shortType).stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + shortType + " " + name + " in the graph"));
    }

    /** The PostgreSQL servers. */
    public List<Declared> databases() {
        return of("Instance").stream()
                .filter(instance -> instance.type().startsWith("aws:rds"))
                .toList();
    }

    /** The hosts that there is one of. */
    public List<Declared> hosts() {
        return of("Instance").stream()
                .filter(instance -> instance.type().startsWith("aws:ec2"))
                .toList();
    }

    /** Whatever is started with this name and a user-data: a host or a launch template. */
    public Declared bootOf(String name) {
        return all().stream()
                .filter(resource ->
                        resource.name().equals(name) && resource.inputs().containsKey("userData"))
                .findFirst()
                .orElseThrow();
    }

    /** Everything as it went over the wire, secrets marked by their signature. */
    public String raw() {
        StringBuilder text = new StringBuilder();
        all().forEach(resource -> text.append(json(resource.request().getObject())));
        return text.toString();
    }

    /** The text of the golden files: one for each concern, by name. */
    public SortedMap<String, String> reviewed() {
        SortedMap<String, SortedMap<String, Object>> concerns = new TreeMap<>();
        all().stream()
                .filter(resource -> resource.type().startsWith("aws:"))
                .forEach(resource -> concerns.computeIfAbsent(resource.concern(), any -> new TreeMap<>())
                        .put(resource.type().replaceAll(".*:", "") + " " + resource.name(), resource.reviewed()));
        SortedMap<String, String> files = new TreeMap<>();
        concerns.forEach((concern, contents) -> files.put(concern, REVIEW.toJson(contents) + "\n"));
        return files;
    }

    private static String json(Struct struct) {
        try {
            return JsonFormat.printer().sortingMapKeys().print(struct);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
