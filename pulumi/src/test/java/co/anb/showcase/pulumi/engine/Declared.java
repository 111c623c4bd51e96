package co.anb.showcase.pulumi.engine;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pulumirpc.Resource.RegisterResourceRequest;

/** A resource as the program asked for it. */
public record Declared(String urn, RegisterResourceRequest request) {

    /** What stands for a secret in {@link #inputs}; the value is beside it only in {@link #revealed}. */
    public static final String SECRET = "[secret]";

    /** What stands for a value that is not known before the real run. */
    public static final String UNKNOWN = "[unknown]";

    /** How every ARN begins that the engine makes up, wherever the stack is. */
    public static final String MADE_UP_ARN = "arn:aws:test:us-east-1:";

    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
    private static final String ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
    private static final String UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public String name() {
        return request.getName();
    }

    /** {@code aws:ec2/subnet:Subnet}. */
    public String type() {
        return request.getType();
    }

    /** The component at the top that it belongs to, or its own name. */
    public String concern() {
        return request.getParent().isEmpty()
                ? name()
                : urn.split("::", -1)[2].split("\\$", -1)[0].replaceAll(".*:", "");
    }

    public boolean isOf(String shortType) {
        return type().endsWith(":" + shortType);
    }

    /** Inputs as maps, lists, texts, numbers and flags; secrets are hidden. */
    public Map<String, Object> inputs() {
        return map(request.getObject(), false);
    }

    /** Inputs with the values of secrets. */
    public Map<String, Object> revealed() {
        return map(request.getObject(), true);
    }

    public @Nullable Object input(String key) {
        return inputs().get(key);
    }

    public String text(String key) {
        return String.valueOf(revealed().get(key));
    }

    @SuppressWarnings("unchecked")
    public List<Object> list(String key) {
        return (List<Object>) inputs().getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> object(String key) {
        return (Map<String, Object>) inputs().getOrDefault(key, Map.of());
    }

    /** A part of the inputs that is an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> asMap(@Nullable Object part) {
        return (Map<String, Object>) Objects.requireNonNull(part);
    }

    /** What a reviewer reads; keys are sorted and the defaults of options left out. */
    Map<String, Object> reviewed() {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", type());
        if (request.getProtect()) {
            text.put("protect", true);
        }
        if (request.getRetainOnDelete()) {
            text.put("retainOnDelete", true);
        }
        if (request.getDeleteBeforeReplace()) {
            text.put("deleteBeforeReplace", true);
        }
        if (request.getIgnoreChangesCount() > 0) {
            text.put("ignoreChanges", List.copyOf(request.getIgnoreChangesList()));
        }
        Map<String, Object> inputs = inputs();
        if (revealed().get("userData") instanceof String userData) {
            inputs.put("userData", BootText.of(userData).reviewed());
        }
        text.put("inputs", inputs);
        return text;
    }

    private static Map<String, Object> map(Struct struct, boolean reveal) {
        Map<String, Object> map = new TreeMap<>();
        struct.getFieldsMap().forEach((key, value) -> map.put(key, plain(value, reveal)));
        return map;
    }

    private static Object plain(Value value, boolean reveal) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue().equals(UNKNOWN_SENTINEL) ? UNKNOWN : value.getStringValue();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case BOOL_VALUE -> value.getBoolValue();
            case LIST_VALUE -> {
                List<Object> list = new ArrayList<>();
                value.getListValue().getValuesList().forEach(entry -> list.add(plain(entry, reveal)));
                yield list;
            }
            case STRUCT_VALUE -> struct(value.getStructValue(), reveal);
            default -> "null";
        };
    }

    private static Object struct(Struct struct, boolean reveal) {
        String signature =
                struct.getFieldsOrDefault(SIGNATURE, Value.getDefaultInstance()).getStringValue();
        if (signature.equals(SECRET_SIGNATURE)) {
            return reveal ? plain(struct.getFieldsOrThrow("value"), true) : SECRET;
        }
        if (signature.equals(ASSET_SIGNATURE)) {
            return "[file " + struct.getFieldsOrThrow("path").getStringValue() + "]";
        }
        return map(struct, reveal);
    }

    private static Object number(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
